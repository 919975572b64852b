#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The process' standard output, without a buffer in between.
enum StandardOutput {
    /// Writes all of `text`; gives up where nobody reads any more.
    @Sendable static func write(_ text: String) {
        let bytes = Array(text.utf8)
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                    Glibc.write(1, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
                #elseif canImport(Musl)
                    Musl.write(1, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
                #else
                    Darwin.write(1, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            offset += count
        }
    }
}
