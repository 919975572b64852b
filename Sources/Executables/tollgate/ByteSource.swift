import ArgumentParser
import Foundation

/// A file, or standard input, read in order and once.
final class ByteSource {
    private let handle: Int32
    private let name: String
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)

    /// The file at `path`; standard input for `-`.
    ///
    /// - Throws: an exit code of 66 (EX_NOINPUT) where it cannot be opened, once the reason is told.
    init(_ path: String) throws {
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
        while true {
            let count = Foundation.read(handle, buffer.baseAddress, buffer.count)
            if count > 0 {
                try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                return true
            }
            if count == 0 { return false }
            guard errno == EINTR else { throw Self.failure(name) }
        }
    }

    private static func failure(_ name: String) -> ExitCode {
        StandardError.print("tollgate: \(name): \(String(cString: strerror(errno)))")
        return ExitCode(66)
    }
}
