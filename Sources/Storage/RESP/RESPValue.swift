/// One value of the Redis protocol, RESP2 or RESP3.
///
/// Doubles and big numbers stay text: what is money here never passes through a `Double`.
public indirect enum RESPValue: Sendable, Hashable {
    /// `+`, without the line's end.
    case simple([UInt8])
    /// `-`, or `!` with a length: a reply that says no.
    case error(RESPErrorReply)
    /// `:`.
    case integer(Int64)
    /// `$`; any bytes.
    case bulk([UInt8])
    /// `_`, and RESP2's `$-1` and `*-1`.
    case null
    /// `*`.
    case array([RESPValue])
    /// `%`; keys and values in turn, in the order in which they came.
    case map([RESPValue])
    /// `~`, in the order in which they came.
    case set([RESPValue])
    /// `>`: not the answer to a command, such as a message of a channel.
    case push([RESPValue])
    /// `#`.
    case boolean(Bool)
    /// `,`, as it was written.
    case double(String)
    /// `(`, as it was written.
    case bigNumber(String)
    /// `=`; the three letters of its format, and the text.
    case verbatim(format: String, [UInt8])
}

extension RESPValue {
    /// A bulk string of `text`.
    public static func text(_ text: String) -> RESPValue { .bulk(Array(text.utf8)) }

    /// The text of a string of any kind, with bytes that are not UTF-8 repaired; nil for what is no string.
    public var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

    /// The bytes of a string of any kind; nil for what is no string.
    public var bytes: [UInt8]? {
        switch self {
        case .simple(let bytes), .bulk(let bytes), .verbatim(_, let bytes): bytes
        default: nil
        }
    }

    /// A whole number, or a string that is one in plain decimal; nil for anything else.
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        default: text.flatMap { Int64($0) }
        }
    }

    /// The elements of an array, a set, a push or a map (keys and values in turn); nil for what has none.
    public var elements: [RESPValue]? {
        switch self {
        case .array(let elements), .map(let elements), .set(let elements), .push(let elements): elements
        default: nil
        }
    }

    /// Keys and values of a map, or of RESP2's array of both in turn; nil for anything else.
    public var pairs: [(key: RESPValue, value: RESPValue)]? {
        guard let elements, elements.count % 2 == 0 else { return nil }
        return stride(from: 0, to: elements.count, by: 2).map { (elements[$0], elements[$0 + 1]) }
    }

    /// Whether there is nothing.
    public var isNull: Bool { self == .null }
}
