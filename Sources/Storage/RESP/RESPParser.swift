/// Reads RESP2 and RESP3 from bytes that come in any pieces.
///
/// Nothing is read twice: what is open (arrays within arrays, a bulk string of which a part has come) is kept on a
/// stack of its own, so that neither a slow nor a hostile server costs more than its bytes, and nesting costs no stack of
/// the thread. Attributes (`|`) are read and left out. After an error the parser only repeats it: there is no way to
/// find the next reply.
public struct RESPParser: Sendable {
    /// An array, set, push, map or attribute whose elements are still to come.
    private struct Open: Sendable {
        enum Kind: Sendable { case array, set, push, map, attribute }
        var kind: Kind
        var missing: Int
        var elements: [RESPValue] = []
    }

    private enum Bulk: Sendable { case string, error, verbatim }

    private let limits: RESPLimits
    private var buffer: [UInt8] = []
    /// Where the next byte to read is in `buffer`.
    private var position = 0
    /// How far `buffer` has been searched for the end of a line.
    private var searched = 0
    private var open: [Open] = []
    private var bulk: (kind: Bulk, length: Int)?
    /// Bytes of the reply that is being read, so far.
    private var replyBytes = 0
    private var failure: RESPFormatError?

    /// A parser that refuses what is more than `limits`.
    public init(limits: RESPLimits = RESPLimits()) { self.limits = limits }

    /// Takes what has come.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        if position > 0, position == buffer.count || position >= 64 << 10 {
            buffer.removeFirst(position)
            searched = max(0, searched - position)
            position = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// Bytes that were taken and not yet read.
    public var unread: Int { buffer.count - position }

    /// The next whole value; nil until more bytes have come.
    public mutating func next() throws(RESPFormatError) -> RESPValue? {
        if let failure { throw failure }
        do throws(RESPFormatError) {
            while true {
                guard let value = try piece() else { return nil }
                if let reply = close(value) {
                    replyBytes = 0
                    return reply
                }
            }
        } catch {
            failure = error
            buffer = []
            position = 0
            open = []
            throw error
        }
    }

    /// The next value that is not an open aggregate; opens aggregates on its way.
    private mutating func piece() throws(RESPFormatError) -> RESPValue? {
        while true {
            if let bulk { return try endBulk(bulk.kind, bulk.length) }
            guard let line = try line() else { return nil }
            guard let type = line.first else { throw RESPFormatError(.badLine, "An empty line begins no value.") }
            let rest = line.dropFirst()
            switch type {
            case UInt8(ascii: "+"): return .simple(Array(rest))
            case UInt8(ascii: "-"): return .error(RESPErrorReply(String(decoding: rest, as: UTF8.self)))
            case UInt8(ascii: ":"): return .integer(try RESPLine.integer(rest))
            case UInt8(ascii: "_"):
                guard rest.isEmpty else { throw RESPFormatError(.badLine, "A null has nothing behind it.") }
                return .null
            case UInt8(ascii: "#"): return .boolean(try RESPLine.boolean(rest))
            case UInt8(ascii: ","): return .double(try RESPLine.number(rest))
            case UInt8(ascii: "("): return .bigNumber(try RESPLine.number(rest))
            case UInt8(ascii: "$"): if try !beginBulk(.string, rest) { return .null }
            case UInt8(ascii: "!"): if try !beginBulk(.error, rest) { return .null }
            case UInt8(ascii: "="): if try !beginBulk(.verbatim, rest) { return .null }
            case UInt8(ascii: "*"): if let value = try begin(.array, rest) { return value }
            case UInt8(ascii: "~"): if let value = try begin(.set, rest) { return value }
            case UInt8(ascii: ">"): if let value = try begin(.push, rest) { return value }
            case UInt8(ascii: "%"): if let value = try begin(.map, rest) { return value }
            case UInt8(ascii: "|"): if let value = try begin(.attribute, rest) { return value }
            default:
                throw RESPFormatError(
                    .unknownType, "The byte \(type) begins no value: the other side does not speak RESP.")
            }
        }
    }

    private mutating func beginBulk(_ kind: Bulk, _ line: ArraySlice<UInt8>) throws(RESPFormatError) -> Bool {
        guard let length = try RESPLine.length(line, atMost: limits.bulk) else { return false }
        try count(length + 2)
        bulk = (kind, length)
        return true
    }

    private mutating func endBulk(_ kind: Bulk, _ length: Int) throws(RESPFormatError) -> RESPValue? {
        guard unread >= length + 2 else { return nil }
        let end = position + length
        guard buffer[end] == 13, buffer[end + 1] == 10 else {
            throw RESPFormatError(.badBulk, "A bulk string is longer than it was said to be.")
        }
        let bytes = Array(buffer[position..<end])
        position = end + 2
        searched = position
        bulk = nil
        switch kind {
        case .string: return .bulk(bytes)
        case .error: return .error(RESPErrorReply(String(decoding: bytes, as: UTF8.self)))
        case .verbatim:
            guard bytes.count >= 4, bytes[3] == UInt8(ascii: ":") else {
                throw RESPFormatError(.badBulk, "A verbatim string begins with three letters and a colon.")
            }
            return .verbatim(format: String(decoding: bytes[..<3], as: UTF8.self), Array(bytes[4...]))
        }
    }

    /// Opens an aggregate; returns it where it has no elements.
    private mutating func begin(
        _ kind: Open.Kind, _ line: ArraySlice<UInt8>
    ) throws(RESPFormatError) -> RESPValue? {
        guard let length = try RESPLine.length(line, atMost: limits.elements) else { return .null }
        if kind == .attribute, length == 0 { return nil }
        guard open.count < limits.depth else {
            throw RESPFormatError(.tooDeep, "A reply is nested more than \(limits.depth) deep.")
        }
        let missing = kind == .map || kind == .attribute ? 2 * length : length
        guard missing > 0 else { return Self.value(kind, []) }
        var aggregate = Open(kind: kind, missing: missing)
        aggregate.elements.reserveCapacity(min(missing, 256))
        open.append(aggregate)
        return nil
    }

    /// Puts `value` where it belongs; returns it, or the aggregate that it completes, when nothing is open any more.
    private mutating func close(_ value: RESPValue) -> RESPValue? {
        var value = value
        while var last = open.popLast() {
            last.elements.append(value)
            last.missing -= 1
            guard last.missing == 0 else {
                open.append(last)
                return nil
            }
            // An attribute is followed by the value that it is about.
            if last.kind == .attribute { return nil }
            value = Self.value(last.kind, last.elements)
        }
        return value
    }

    private static func value(_ kind: Open.Kind, _ elements: [RESPValue]) -> RESPValue {
        switch kind {
        case .array: .array(elements)
        case .set: .set(elements)
        case .push: .push(elements)
        case .map, .attribute: .map(elements)
        }
    }

    /// A line without its end; nil until it has come whole.
    private mutating func line() throws(RESPFormatError) -> ArraySlice<UInt8>? {
        var index = max(searched, position)
        while index < buffer.count, buffer[index] != 13, buffer[index] != 10 { index += 1 }
        searched = index
        guard index - position <= limits.line else {
            throw RESPFormatError(.tooLarge, "A line is longer than \(limits.line) bytes.")
        }
        guard index < buffer.count else { return nil }
        guard buffer[index] == 13 else { throw RESPFormatError(.badLine, "A line has an LF without a CR.") }
        guard index + 1 < buffer.count else { return nil }
        guard buffer[index + 1] == 10 else { throw RESPFormatError(.badLine, "A line has a CR without an LF.") }
        try count(index + 2 - position)
        let line = buffer[position..<index]
        position = index + 2
        searched = position
        return line
    }

    private mutating func count(_ bytes: Int) throws(RESPFormatError) {
        replyBytes += bytes
        guard replyBytes <= limits.reply else {
            throw RESPFormatError(.tooLarge, "A reply is larger than \(limits.reply) bytes.")
        }
    }
}
