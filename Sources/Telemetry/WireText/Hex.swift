/// Lower-case hexadecimal digits, as ids of traces and events have them.
package enum Hex {
    /// Up to 16 digits; nil where one is none, or is in upper case.
    package static func number(_ digits: some Collection<UInt8>) -> UInt64? {
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

    /// 16 digits a number.
    package static func text(_ numbers: UInt64...) -> String {
        String(unsafeUninitializedCapacity: 16 * numbers.count) { target in
            var index = 0
            for number in numbers {
                for shift in stride(from: 60, through: 0, by: -4) {
                    let digit = UInt8(truncatingIfNeeded: number >> UInt64(shift)) & 0xF
                    target[index] = digit < 10 ? 0x30 + digit : 0x61 + digit - 10
                    index += 1
                }
            }
            return index
        }
    }
}
