import CStackTraces

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An end to crashes: Swift's crash handler has no time limit, and may wait for ever for the program that writes the report.
///
/// Linux with glibc. To be called once, early, in a process in which Swift's handler is at work (`SWIFT_BACKTRACE`).
package enum CrashLimits {
    /// Ends a crash after so many seconds, by `SIGKILL`; the error number where that cannot be had.
    ///
    /// - Parameters:
    ///   - file: Gets what the crash knows of itself at once, in the form of Swift's reports: for when there is no other.
    ///   - beginning: What the file begins with: an open JSON object, with a comma at its end.
    package static func set(seconds: Int32, file: String, beginning: String) -> Int32? {
        cstacktraces_limit_crashes(seconds, file, beginning) ? nil : errno
    }
}
