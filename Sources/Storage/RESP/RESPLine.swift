/// What a line of RESP says after its first byte.
enum RESPLine {
    /// A whole number in plain decimal, with a sign or without.
    static func integer(_ bytes: ArraySlice<UInt8>) throws(RESPFormatError) -> Int64 {
        var digits = bytes
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard !digits.isEmpty else { throw bad("number", bytes) }
        var value: Int64 = 0
        for digit in digits {
            guard (48...57).contains(digit) else { throw bad("number", bytes) }
            let (tenfold, over) = value.multipliedReportingOverflow(by: 10)
            let step = Int64(digit) - 48
            let (sum, beyond) =
                isNegative ? tenfold.subtractingReportingOverflow(step) : tenfold.addingReportingOverflow(step)
            guard !over, !beyond else { throw bad("64-bit number", bytes) }
            value = sum
        }
        return value
    }

    /// A length: nil for -1, which says that there is nothing.
    static func length(_ bytes: ArraySlice<UInt8>, atMost limit: Int) throws(RESPFormatError) -> Int? {
        let value = try integer(bytes)
        if value == -1 { return nil }
        guard value >= 0 else { throw bad("length", bytes) }
        guard value <= limit else {
            throw RESPFormatError(.tooLarge, "The server announces \(value) where \(limit) is the limit.")
        }
        return Int(value)
    }

    static func boolean(_ bytes: ArraySlice<UInt8>) throws(RESPFormatError) -> Bool {
        switch bytes {
        case [UInt8(ascii: "t")]: true
        case [UInt8(ascii: "f")]: false
        default: throw bad("boolean", bytes)
        }
    }

    /// A double or a big number, as it is written.
    static func number(_ bytes: ArraySlice<UInt8>) throws(RESPFormatError) -> String {
        let allowed = bytes.allSatisfy { (48...57).contains($0) || "+-.eEinfa".utf8.contains($0) }
        guard allowed, !bytes.isEmpty else { throw bad("number", bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func bad(_ what: String, _ bytes: ArraySlice<UInt8>) -> RESPFormatError {
        let shown = bytes.prefix(40).map { (0x20..<0x7F).contains($0) ? String(UnicodeScalar($0)) : "?" }.joined()
        return RESPFormatError(.badNumber, "'\(shown)' is not a \(what).")
    }
}
