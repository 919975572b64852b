/// A JSON value, as it was read from a request; members keep their order, numbers their spelling.
///
/// The simulator has its own small reader on purpose: what checks the gateway must not share its scanner.
enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number as it was spelled.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// One name and value of an object.
    struct Member: Sendable, Hashable {
        let name: String
        let value: JSONValue
    }

    /// The value of the (last) member `name`; nil when this is no object or has no such member.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    /// The text, when this is a string.
    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number, when this is a whole number.
    var integer: Int? {
        guard case .number(let spelling) = self else { return nil }
        return Int(spelling)
    }

    /// The truth value, when this is one.
    var truth: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The elements; empty when this is no array.
    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    /// The members; empty when this is no object.
    var members: [Member] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    /// The UTF-8 bytes of all text in it, names included: a cheap measure of size.
    var textBytes: Int {
        switch self {
        case .null, .bool: 4
        case .number(let spelling): spelling.utf8.count
        case .string(let text): text.utf8.count
        case .array(let elements): elements.reduce(0) { $0 + $1.textBytes }
        case .object(let members): members.reduce(0) { $0 + $1.name.utf8.count + $1.value.textBytes }
        }
    }

    /// The value as JSON text, without white space.
    var json: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let spelling): spelling
        case .string(let text): JSONText.quoted(text)
        case .array(let elements): "[" + elements.map(\.json).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { JSONText.quoted($0.name) + ":" + $0.value.json }.joined(separator: ",") + "}"
        }
    }
}
