/// A value as JSON has it: what tags' neighbours (contexts, extra, data) are made of.
public enum SentryValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// What is not finite is written as null.
    case number(Double)
    case string(String)
    case array([SentryValue])
    /// Written in the order of its keys.
    case object([String: SentryValue])

    /// An object of those fields that have a value.
    public static func fields(_ fields: KeyValuePairs<String, SentryValue?>) -> SentryValue {
        var object: [String: SentryValue] = [:]
        for (key, value) in fields { if let value { object[key] = value } }
        return .object(object)
    }

    /// The field of an object; nil where there is none.
    public subscript(_ key: String) -> SentryValue? {
        guard case .object(let fields) = self else { return nil }
        return fields[key]
    }

    /// The text of a string; nil for anything else.
    public var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}

extension SentryValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(arrayLiteral elements: SentryValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, SentryValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
}

extension SentryValue {
    /// Texts as an object; nil where there are none.
    static func texts(_ texts: [String: String]) -> SentryValue? {
        texts.isEmpty ? nil : .object(texts.mapValues { .string($0) })
    }

    /// Values as an object; nil where there are none.
    static func values(_ values: [String: SentryValue]) -> SentryValue? { values.isEmpty ? nil : .object(values) }

    /// `{"values": […]}`; nil where there are none.
    static func list(_ values: [SentryValue]) -> SentryValue? {
        values.isEmpty ? nil : .object(["values": .array(values)])
    }
}

extension Optional<String> {
    /// As a value; nil stays nil.
    var encoded: SentryValue? { map { .string($0) } }
}
