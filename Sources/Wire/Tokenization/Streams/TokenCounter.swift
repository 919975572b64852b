/// Counts the tokens of a text that comes in parts, cut anywhere, in memory that does not grow with it.
///
///     var counter = TokenCounter(.shared(.o200kBase))
///     for chunk in chunks { chunk.withUnsafeBytes { counter.append($0) } }
///     counter.count
///
/// The count is that of the whole text: it is taken segment by segment (``TextSegments``).
public struct TokenCounter: Sendable {
    private let tokenizer: Tokenizer
    private let special: SpecialTokens
    private var segments: TextSegments
    private var settled = 0

    /// A counter of nothing yet.
    ///
    /// - Parameter most: bytes that are kept of a text without a place to cut it, such as a megabyte of one letter; a
    ///   count beyond it may be off by a token or two each time.
    public init(_ tokenizer: Tokenizer, special: SpecialTokens = .asText, keeping most: Int = .max) {
        self.tokenizer = tokenizer
        self.special = special
        segments = TextSegments(tokenizer.encoding, keeping: most)
    }

    /// The number of tokens of all that has come.
    ///
    /// Counts what is not settled yet, mostly less than 64 KiB, anew each time.
    public var count: Int { settled + tokenizer.count(segments.rest, special: special) }

    /// More of the text.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        segments.append(bytes) { settled += tokenizer.count($0, special: special) }
    }

    /// More of the text.
    public mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    /// More of the text.
    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }
}
