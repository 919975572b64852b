package import Dialects
package import NIOCore

/// A body in a file as it is sent: a window at a time, with its edits applied.
package struct BodyWindows {
    private enum Piece {
        case inserted([UInt8])
        /// Bytes of the file.
        case range(Range<Int>)
    }

    private let body: SpooledBody
    private var pieces: ArraySlice<Piece>

    /// Bytes of a window.
    private static let size = 32 << 10

    /// All of `body` with `edits`, which are in the order of their offsets and do not overlap.
    package init(_ body: SpooledBody, edits: [BodyEdit]) {
        self.body = body
        var pieces: [Piece] = []
        var kept = 0
        for edit in edits {
            pieces.append(.range(kept..<edit.offset))
            pieces.append(.inserted(edit.inserted))
            kept = edit.offset + edit.removed
        }
        pieces.append(.range(kept..<body.count))
        self.pieces = pieces[...]
    }

    /// The next bytes; nil at the end.
    package mutating func next() throws(SpoolError) -> ByteBuffer? {
        while let piece = pieces.popFirst() {
            switch piece {
            case .inserted(let bytes):
                if !bytes.isEmpty { return ByteBuffer(bytes: bytes) }
            case .range(let range):
                let length = min(range.count, Self.size)
                guard length > 0 else { continue }
                let end = range.lowerBound + length
                if end < range.upperBound {
                    pieces = [.range(end..<range.upperBound)] + pieces
                }
                return try body.read(at: range.lowerBound, length: length)
            }
        }
        return nil
    }
}
