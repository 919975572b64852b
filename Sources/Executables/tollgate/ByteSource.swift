import ArgumentParser
import Foundation

/// A file, or standard input, read in order and once.
final class ByteSource {
    /// What is in it.
    enum Content {
        /// Bytes that all count.
        case bytes
        /// JSON in UTF-8; a byte order mark before it, as Windows' programs write it, is left out.
        case json
    }

    private let content: Content
    private var isAtStart = true
    private let handle: Int32
    private let name: String
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)

    /// The file at `path`; standard input for `-`.
    ///
    /// - Throws: an exit code of 66 (EX_NOINPUT) where it cannot be opened, once the reason is told.
    init(_ path: String, _ content: Content = .bytes) throws {
        self.content = content
        guard path != "-" else {
            name = "standard input"
            handle = STDIN_FILENO
            if isatty(handle) == 1 { StandardError.print("Reading from the terminal; Control-D ends it.") }
            return
        }
        name = path
        handle = open(path, O_RDONLY)
        guard handle >= 0 else { throw Self.failure(path) }
    }

    deinit {
        if handle != STDIN_FILENO { close(handle) }
        buffer.deallocate()
    }

    /// Calls `body` with the next bytes; false, without a call, at the end.
    func read(_ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        var count = try fill(from: 0)
        guard count > 0 else { return false }
        guard isAtStart, content == .json else {
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            return true
        }
        isAtStart = false
        // A pipe may give the first bytes one by one.
        while count < 3, case let more = try fill(from: count), more > 0 { count += more }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        try refuseOtherForms(bytes)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        try body(UnsafeRawBufferPointer(rebasing: bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]))
        return true
    }

    /// Puts the next bytes into the buffer at `offset`; 0 at the end.
    private func fill(from offset: Int) throws -> Int {
        while true {
            let count = Foundation.read(handle, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
            if count >= 0 { return count }
            guard errno == EINTR else { throw Self.failure(name) }
        }
    }

    /// Logs that are packed, or in another encoding, would only give an error for each of their lines.
    ///
    /// - Throws: an exit code of 65 (EX_DATAERR), once it is told what to do.
    private func refuseOtherForms(_ bytes: UnsafeRawBufferPointer) throws {
        let forms: [(start: [UInt8], what: String)] = [
            ([0x1F, 0x8B], "compressed with gzip; unpack it on the way: gunzip -c FILE | tollgate …"),
            ([0x28, 0xB5, 0x2F], "compressed with zstd; unpack it on the way: zstd -dc FILE | tollgate …"),
            ([0xFF, 0xFE], "in UTF-16; convert it on the way: iconv -f UTF-16 -t UTF-8 FILE | tollgate …"),
            ([0xFE, 0xFF], "in UTF-16; convert it on the way: iconv -f UTF-16 -t UTF-8 FILE | tollgate …"),
        ]
        for form in forms where bytes.starts(with: form.start) {
            StandardError.print("tollgate: \(name): \(form.what)")
            throw ExitCode(65)
        }
    }

    private static func failure(_ name: String) -> ExitCode {
        StandardError.print("tollgate: \(name): \(String(cString: strerror(errno)))")
        return ExitCode(66)
    }
}
