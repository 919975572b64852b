/// Lower-case hexadecimal digits, as Sentry's ids have them.
enum HexDigits {
    /// 1 to 16 digits; nil where one is none, or in upper case.
    static func number(_ digits: some Collection<UInt8>) -> UInt64? {
        guard !digits.isEmpty, digits.count <= 16 else { return nil }
        var result: UInt64 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: result = result << 4 | UInt64(digit - 0x30)
            case 0x61...0x66: result = result << 4 | UInt64(digit - 0x61 + 10)
            default: return nil
            }
        }
        return result
    }

    static func text(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
