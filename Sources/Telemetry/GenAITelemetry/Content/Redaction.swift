/// Takes secrets and personal data out of texts, by rules; more can be added.
///
/// Rules find what looks like a secret, not what is one: a help against accidents, no licence to record content.
public struct Redaction: Sendable {
    /// Finds what is to be taken out.
    public struct Rule: Sendable {
        /// Stands for what was found: `[name]`.
        public let name: String
        private let find: @Sendable (Substring) -> Range<Substring.Index>?

        /// A rule; `find` gives the first place in a text, or nil.
        public init(name: String, find: @escaping @Sendable (Substring) -> Range<Substring.Index>?) {
            self.name = name
            self.find = find
        }

        func replaced(_ text: String) -> String {
            var result = ""
            var rest = text[...]
            while let range = find(rest) {
                // A rule that finds nothing at all would find it for ever.
                guard range.upperBound > range.lowerBound else { break }
                result += rest[..<range.lowerBound] + "[\(name)]"
                rest = rest[range.upperBound...]
            }
            return result.isEmpty ? text : result + rest
        }
    }

    public var rules: [Rule]

    /// These rules, in this order.
    public init(rules: [Rule]) { self.rules = rules }

    /// Keys, bearer tokens, e-mail addresses, card and phone numbers.
    public static let standard = Redaction(rules: [.privateKey, .token, .key, .email, .card, .phone])

    /// The text without what the rules find.
    public func redacted(_ text: String) -> String {
        rules.reduce(text) { $1.replaced($0) }
    }
}
