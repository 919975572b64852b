/// A text that was said, or its beginning.
public struct GenAIText: Sendable, Hashable, ExpressibleByStringLiteral {
    public var text: String
    /// The text goes on, and was not copied further: its last word may be half a secret that no rule knows by its half.
    public var isCut: Bool

    /// A text.
    public init(_ text: String, isCut: Bool = false) {
        self.text = text
        self.isCut = isCut
    }

    /// A whole text.
    public init(stringLiteral text: String) { self.init(text) }
}

extension ContentCapture {
    /// Bytes that are copied of a text beyond ``maximumText``, so that what stands at its end is seen whole.
    public static let margin = 512

    /// A text as it may be recorded: secrets taken out, then cut.
    public func prepared(_ text: GenAIText) -> String {
        var kept = redaction.redacted(text.text)
        if text.isCut { kept = Self.withoutLooseEnd(kept) }
        let whole = kept.utf8.count
        if whole > maximumText { kept = Self.beginning(of: kept, bytes: maximumText) }
        return text.isCut || whole > maximumText ? kept + Self.cut : kept
    }

    /// A whole text as it may be recorded.
    public func prepared(_ text: String) -> String { prepared(GenAIText(text)) }

    /// What stands where a text was cut.
    static let cut = "…[cut]"

    /// A cut text without its last bytes, and without the word that the rest of them ends in.
    private static func withoutLooseEnd(_ text: String) -> String {
        let rest = beginning(of: text, bytes: text.utf8.count - margin)
        guard let end = rest.utf8.lastIndex(where: { !isOfWord($0) }) else { return "" }
        return String(rest[...end])
    }

    /// The first `bytes` of a text, less where they end in a character's middle.
    private static func beginning(of text: String, bytes: Int) -> String {
        guard bytes > 0 else { return "" }
        var end = text.utf8.index(text.startIndex, offsetBy: min(bytes, text.utf8.count))
        while end < text.endIndex, text.utf8[end] & 0xC0 == 0x80 { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }

    /// What keys, tokens, addresses and numbers are written with.
    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_-./+=@%:~".utf8.contains(byte)
        }
    }
}
