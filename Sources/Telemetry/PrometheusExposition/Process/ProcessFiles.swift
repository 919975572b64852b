#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads the small files of `/proc`.
enum ProcessFiles {
    /// The whole of a file; nil when it cannot be read.
    static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var content: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = block.withUnsafeMutableBytes { bytes in
                #if canImport(Glibc)
                    Glibc.read(file, bytes.baseAddress, bytes.count)
                #elseif canImport(Musl)
                    Musl.read(file, bytes.baseAddress, bytes.count)
                #else
                    Darwin.read(file, bytes.baseAddress, bytes.count)
                #endif
            }
            guard count >= 0 else { return nil }
            guard count > 0 else { return String(decoding: content, as: UTF8.self) }
            content += block[..<count]
        }
    }

    /// How many entries a directory has; nil when it cannot be read.
    static func entryCount(_ path: String) -> Int? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var count = 0
        while let entry = readdir(directory) {
            // "." and ".." begin with a dot; descriptors with a digit.
            if entry.pointee.d_name.0 != CChar(0x2E) { count += 1 }
        }
        return count
    }
}
