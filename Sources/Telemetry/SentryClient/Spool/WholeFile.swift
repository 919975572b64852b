#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes files that are there as a whole or not at all.
///
/// With the system's calls: Foundation's writing gives up in a task that was cancelled, which is when the rest is saved.
enum WholeFile {
    /// Writes `bytes` beside and renames; false where the disk does not take them, and then nothing is left.
    static func write(_ bytes: [UInt8], to path: String) -> Bool {
        let part = path + ".part"
        let descriptor = open(part, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { rest in
                systemWrite(descriptor, rest)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            written += count
        }
        let isWhole = close(descriptor) == 0 && written == bytes.count && rename(part, path) == 0
        if !isWhole { unlink(part) }
        return isWhole
    }

    private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
