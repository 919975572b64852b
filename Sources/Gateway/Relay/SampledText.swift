package import Tokenization

/// The generated text of a stream too long to be kept, for an estimate of its tokens: pieces from all over it.
///
/// Counting all of a long text as it comes would cost its event loop some 15 ms a megabyte, in nearly all streams for
/// nothing. So of a text beyond ``GeneratedText`` only every n-th piece is kept, and n doubles as often as there are too
/// many; nothing is counted before somebody asks. Prose or code of one kind is then estimated within a few tenths of a
/// per cent.
package struct SampledText: Sendable {
    private var pieces: [[UInt8]] = []
    /// Of so many pieces one is kept.
    private var stride = 1
    private var seen = 0
    /// Bytes of the whole.
    package private(set) var byteCount = 0
    /// Bytes that are kept of it.
    package var keptBytes: Int { pieces.reduce(0) { $0 + $1.count } }

    /// An empty text.
    package init() {}

    /// Bytes of a piece; the cut at each of its ends costs at most a token or two of some 2000.
    private static let piece = 8 << 10
    private static let mostPieces = 8

    /// More of the text.
    package mutating func append(_ text: [UInt8]) {
        byteCount += text.count
        var start = 0
        while start < text.count {
            let end = min(start + Self.piece, text.count)
            if seen % stride == 0 { keep(text[start..<end]) }
            seen += 1
            start = end
        }
    }

    private mutating func keep(_ piece: ArraySlice<UInt8>) {
        if pieces.count == Self.mostPieces {
            pieces = pieces.indices.filter { $0.isMultiple(of: 2) }.map { pieces[$0] }
            stride *= 2
            guard seen % stride == 0 else { return }
        }
        pieces.append(Array(piece))
    }

    /// About how many tokens the whole has.
    package func tokens(_ tokenizer: Tokenizer) -> Int {
        let kept = keptBytes
        guard kept > 0 else { return 0 }
        let counted = pieces.reduce(0) { count, piece in
            count + piece.withUnsafeBytes { tokenizer.count($0) }
        }
        return (counted * byteCount + kept / 2) / kept
    }
}
