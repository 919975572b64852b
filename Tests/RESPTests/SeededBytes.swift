import RESP

/// A generator that gives the same numbers each time (SplitMix64).
struct SeededBytes: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Any value that is nested at most `depth` deep.
    mutating func value(depth: Int) -> RESPValue {
        let bytes = (0..<Int(next() % 20)).map { _ in UInt8(truncatingIfNeeded: next()) }
        let plain = bytes.map { 32 + $0 % 90 }
        switch next() % (depth > 0 ? 12 : 8) {
        case 0: return .simple(plain)
        case 1: return .error(RESPErrorReply(String(decoding: plain, as: UTF8.self)))
        case 2: return .integer(Int64(bitPattern: next()))
        case 3: return .bulk(bytes)
        case 4: return .null
        case 5: return .boolean(next() % 2 == 0)
        case 6: return .double("\(next()).\(next())")
        case 7: return .verbatim(format: "txt", bytes)
        case 8: return .array((0..<Int(next() % 5)).map { _ in value(depth: depth - 1) })
        case 9: return .set((0..<Int(next() % 5)).map { _ in value(depth: depth - 1) })
        case 10: return .push((0..<Int(next() % 5)).map { _ in value(depth: depth - 1) })
        default: return .map((0..<2 * Int(next() % 4)).map { _ in value(depth: depth - 1) })
        }
    }
}

extension RESPValue {
    /// The value as a server sends it: the opposite of the parser, written for the tests.
    func write(to buffer: inout [UInt8]) {
        func line(_ type: String, _ text: some Sequence<UInt8>) {
            buffer += Array(type.utf8) + Array(text) + [13, 10]
        }
        func elements(_ type: String, _ elements: [RESPValue], _ count: Int) {
            line(type, String(count).utf8)
            for element in elements { element.write(to: &buffer) }
        }
        switch self {
        case .simple(let bytes): line("+", bytes)
        case .error(let error): line("-", error.message.utf8)
        case .integer(let value): line(":", String(value).utf8)
        case .bulk(let bytes):
            line("$", String(bytes.count).utf8)
            buffer += bytes + [13, 10]
        case .null: line("_", [])
        case .boolean(let value): line("#", (value ? "t" : "f").utf8)
        case .double(let text): line(",", text.utf8)
        case .bigNumber(let text): line("(", text.utf8)
        case .verbatim(let format, let bytes):
            line("=", String(bytes.count + 4).utf8)
            buffer += Array(format.utf8) + [UInt8(ascii: ":")] + bytes + [13, 10]
        case .array(let values): elements("*", values, values.count)
        case .set(let values): elements("~", values, values.count)
        case .push(let values): elements(">", values, values.count)
        case .map(let values): elements("%", values, values.count / 2)
        }
    }
}
