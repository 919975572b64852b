import ArgumentParser
import Foundation

/// The input of `tollgate price`, in chunks of whole lines.
struct PriceCommandInput {
    /// Bytes in all, where that is known: of a file, not of a pipe.
    let size: Int64?
    private let source: ByteSource
    private var rest: [UInt8] = []
    private var isAtEnd = false

    /// No call is logged in a line beyond it.
    private static let longestLine = 1 << 28

    /// The file at `path`, or standard input for `-`.
    init(path: String) throws {
        source = try ByteSource(path, .json)
        var status = stat()
        let isKnown = path == "-" ? fstat(STDIN_FILENO, &status) == 0 : stat(path, &status) == 0
        size = isKnown && status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
    }

    /// The next lines, the last of the input perhaps without its line feed; nil at the end.
    ///
    /// What a pipe gives is handed out without waiting for more.
    mutating func next() throws -> [UInt8]? {
        var chunk = rest
        rest = []
        var searched = 0
        while true {
            if let last = chunk[searched...].lastIndex(of: 0x0A) {
                rest = Array(chunk[(last + 1)...])
                chunk.removeLast(rest.count)
                return chunk
            }
            searched = chunk.count
            guard !isAtEnd else { return chunk.isEmpty ? nil : chunk }
            guard chunk.count <= Self.longestLine else {
                StandardError.print("tollgate price: a line of more than 256 MiB; is the input lines of JSON?")
                throw ExitCode(65)
            }
            try read(into: &chunk)
        }
    }

    /// All that has not been handed out.
    mutating func all() throws -> [UInt8] {
        var bytes = rest
        rest = []
        while !isAtEnd { try read(into: &bytes) }
        return bytes
    }

    /// Takes `chunk` back, which was handed out before.
    mutating func putBack(_ chunk: [UInt8]) { rest = chunk + rest }

    private mutating func read(into buffer: inout [UInt8]) throws {
        isAtEnd = try !source.read { buffer.append(contentsOf: $0) }
    }
}
