/// The pieces that an answer's text is made of, one a token.
///
/// The same request always has the same text, plain or streamed. The words have quotation marks, line ends, emoji,
/// and things that look like the wire format, since that is what relays stumble over.
struct ReplyText: Sendable {
    /// How many pieces there are.
    let count: Int
    private let source: Source

    private enum Source {
        case words(seed: Int, bytes: Int?)
        case fragments([String])
    }

    /// `count` words, chosen by `seed`; each `bytes` long, where given.
    init(words count: Int, seed: Int, bytes: Int?) {
        self.count = count
        source = .words(seed: seed, bytes: bytes)
    }

    /// `text` in pieces of eight characters.
    init(text: String) {
        var fragments: [String] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            fragments.append(JSONText.escaped(String(rest.prefix(8))))
            rest = rest.dropFirst(8)
        }
        count = fragments.count
        source = .fragments(fragments)
    }

    /// Piece `index`, escaped for a JSON string.
    func escaped(_ index: Int) -> String {
        switch source {
        case .fragments(let fragments): return fragments[index]
        case .words(let seed, let bytes):
            if let bytes { return String(repeating: "x", count: bytes) }
            return Self.words[(seed &+ index &* 7) & 31]
        }
    }

    /// The first `limit` pieces together, escaped for a JSON string.
    func escapedText(_ limit: Int) -> String {
        var text = ""
        for index in 0..<min(limit, count) { text += escaped(index) }
        return text
    }

    /// Piece `index` as it is.
    func plain(_ index: Int) -> String { JSONText.unescaped(escaped(index)) }

    /// The first `limit` pieces together as they are.
    func plainText(_ limit: Int) -> String { JSONText.unescaped(escapedText(limit)) }

    /// Already escaped.
    private static let words = [
        " the", " ledger", " is", " right", " and", " every", " token", " counts", ",", " so", " that", " nobody",
        " pays", " twice", ".", "\\n\\n", " naïve", " 你好", " 🙂", " \\\"quoted\\\"", " back\\\\slash", " data: [DONE]",
        " event: message_stop", " {\\\"usage\\\": null}", " \\u00e9t\\u00e9", "\\t", " 12", "3", " cents", " à", " la",
        " carte",
    ]
}
