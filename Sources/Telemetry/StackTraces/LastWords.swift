import CStackTraces

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The message of `fatalError`, of a failed precondition or of a `!`, kept beyond the end of the process.
///
/// Swift writes it to `stderr` and nowhere else. `keep` puts a stream in the place of C's `stderr` that writes to the same
/// descriptor at once, as the old one did, and copies texts with `Fatal error` in them into a small file. To be called once,
/// early, on Linux with glibc.
public enum LastWords {
    /// Begins to keep them in the file at a path, which is emptied; the error number where it cannot be had.
    public static func keep(inFile path: String) -> Int32? {
        cstacktraces_keep_last_words(path) ? nil : errno
    }
}
