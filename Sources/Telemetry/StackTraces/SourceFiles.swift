#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Lines of source files, read when a frame needs them and kept for the next.
///
/// Only regular files with the ending of a source file are read, because a path may come from somebody's crash report; at
/// most 4 MiB of one, and of a line 256 bytes. That a file is not there is kept, too.
struct SourceFiles {
    /// How many files are kept.
    static let capacity = 64
    static let largestFile = 4 << 20
    static let longestLine = 256
    static let endings = [".swift", ".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".m", ".mm", ".S"]

    /// The lines of a file; nil for one that cannot be read.
    private var files: [String: [String]?] = [:]

    /// The line of a file, from 1, and so many lines before and behind it; nil where there is no such line.
    mutating func context(of line: Int, in path: String, lines: Int) -> SourceContext? {
        guard line > 0, let all = contents(of: path), line <= all.count else { return nil }
        let index = line - 1
        let around = max(0, lines)
        return SourceContext(
            before: Array(all[max(0, index - around)..<index]), line: all[index],
            after: Array(all[(index + 1)..<min(all.count, index + 1 + around)]))
    }

    private mutating func contents(of path: String) -> [String]? {
        if let known = files[path] { return known }
        let lines = Self.read(path)
        if files.count >= Self.capacity { files.removeAll() }
        files[path] = .some(lines)
        return lines
    }

    private static func read(_ path: String) -> [String]? {
        guard endings.contains(where: { path.hasSuffix($0) }), !path.utf8.contains(0) else { return nil }
        // Without waiting: a path may name a pipe.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= largestFile else {
            return nil
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size))
        var part = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= largestFile {
            let count = part.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += part[..<count]
        }
        return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            let trimmed = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            return String(decoding: trimmed.prefix(longestLine), as: UTF8.self)
        }
    }
}

/// `read(2)`, which the method of the same name hides.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
