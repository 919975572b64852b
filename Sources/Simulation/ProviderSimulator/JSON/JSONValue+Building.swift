/// Values written down as they look: `["id": .string(id), "choices": [], "n": .count(3), "more": true]`.
extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member(name: $0.0, value: $0.1) })
    }

    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    init(stringLiteral value: String) { self = .string(value) }

    init(booleanLiteral value: Bool) { self = .bool(value) }

    init(integerLiteral value: Int) { self = .number(String(value)) }

    /// The value that `text` spells; nil when it is no JSON.
    init?(parsing text: String) {
        var bytes = Array(text.utf8)
        let value = bytes.withUnsafeMutableBytes { try? JSONReader.value(of: UnsafeRawBufferPointer($0)) }
        guard let value else { return nil }
        self = value
    }

    /// A whole number.
    static func count(_ count: Int) -> JSONValue { .number(String(count)) }

    /// A text, or null.
    static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    /// Thousandths as a decimal number: 3240 is `3.24`.
    static func thousandths(_ value: Int) -> JSONValue {
        let rest = String(value % 1_000 + 1_000).dropFirst()
        let digits = rest.reversed().drop { $0 == "0" }.reversed()
        return .number(digits.isEmpty ? "\(value / 1_000).0" : "\(value / 1_000)." + String(digits))
    }

    /// The object with one more member; unchanged where `value` is nil.
    func with(_ name: String, _ value: JSONValue?) -> JSONValue {
        guard let value else { return self }
        return .object(members + [Member(name: name, value: value)])
    }

    /// The object with `others` members after its own.
    func with(_ others: JSONValue) -> JSONValue { .object(members + others.members) }
}
