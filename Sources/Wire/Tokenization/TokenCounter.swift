/// Counts the tokens of a text that comes in parts, cut anywhere, in memory that does not grow with it.
///
///     var counter = TokenCounter(.shared(.o200kBase))
///     for chunk in chunks { chunk.withUnsafeBytes { counter.append($0) } }
///     counter.count
///
/// The count is that of the whole text. What has come is counted as soon as it reaches a place where no piece of any
/// pattern goes across, which in most texts is each space behind a word; text without such a place is kept.
public struct TokenCounter: Sendable {
    private let tokenizer: Tokenizer
    private let special: SpecialTokens
    private var settled = 0
    private var pending: [UInt8] = []
    /// How much has to be pending before it is worth looking for a place to cut.
    private var goal = Self.batch

    private static let batch = 64 * 1024

    /// A counter of nothing yet.
    public init(_ tokenizer: Tokenizer, special: SpecialTokens = .asText) {
        self.tokenizer = tokenizer
        self.special = special
    }

    /// The number of tokens of all that has come.
    ///
    /// Counts what is pending anew each time.
    public var count: Int { settled + tokenizer.count(pending, special: special) }

    /// More of the text.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        pending.append(contentsOf: bytes)
        guard pending.count >= goal else { return }
        if let cut = TextCut.last(in: pending, encoding: tokenizer.encoding) {
            settled += pending.withUnsafeBytes {
                tokenizer.count(UnsafeRawBufferPointer(rebasing: $0[..<cut]), special: special)
            }
            pending.removeSubrange(..<cut)
        }
        // Looked at again when it has doubled, so that text without a cut costs no more than twice a look.
        goal = max(Self.batch, 2 * pending.count)
    }

    /// More of the text.
    public mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    /// More of the text.
    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }
}
