/// Cuts a text that comes in parts into segments whose tokens, one after the other, are those of the whole.
///
/// A segment ends where no piece of any pattern goes across, which in most texts is each space behind a word. Memory does
/// not grow with the text; but text without such a place is kept until one comes.
public struct TextSegments: Sendable {
    /// What has come and is in no segment yet.
    public private(set) var rest: [UInt8] = []
    private let encoding: Encoding
    private let most: Int
    /// How much has to be there before it is worth looking for a place to cut.
    private var goal = Self.batch

    private static let batch = 64 * 1024

    /// Segments of a text of which nothing has come yet.
    ///
    /// - Parameter most: bytes that are kept in search of a place to cut; beyond it the cut is where it may change a
    ///   token or two.
    public init(_ encoding: Encoding, keeping most: Int = .max) {
        self.encoding = encoding
        self.most = most
    }

    /// More of the text; calls `body` with a segment, if there is one now.
    public mutating func append(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        rest.append(contentsOf: bytes)
        guard rest.count >= goal else { return }
        if let cut = TextCut.last(in: rest, encoding: encoding) {
            rest.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<cut])) }
            rest.removeSubrange(..<cut)
        } else if rest.count >= most {
            rest.withUnsafeBytes(body)
            rest.removeAll()
        }
        // Looked at again when it has doubled, so that text without a cut costs no more than twice a look.
        goal = max(Self.batch, 2 * rest.count)
    }
}
