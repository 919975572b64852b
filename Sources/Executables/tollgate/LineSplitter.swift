import Foundation

/// Cuts bytes that come in parts into lines.
struct LineSplitter {
    private var partial: [UInt8] = []

    /// More bytes; calls `body` with each line that is whole now, without its line feed.
    mutating func append(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        var rest = bytes
        while let base = rest.baseAddress, let end = memchr(base, 0x0A, rest.count) {
            let length = UnsafeRawPointer(end) - base
            let line = UnsafeRawBufferPointer(rebasing: rest[..<length])
            if partial.isEmpty {
                body(line)
            } else {
                partial.append(contentsOf: line)
                partial.withUnsafeBytes(body)
                partial.removeAll(keepingCapacity: partial.count < 1 << 20)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
        }
        partial.append(contentsOf: rest)
    }

    /// The end of the bytes: calls `body` with the last line, where it has no line feed.
    mutating func finish(_ body: (UnsafeRawBufferPointer) -> Void) {
        guard !partial.isEmpty else { return }
        partial.withUnsafeBytes(body)
        partial.removeAll()
    }
}
