/// The value of a Host field (RFC 9110, section 7.2): a name or an address, and perhaps a port.
enum HostName {
    /// Whether `bytes[range]` is a host that nginx would take, too: not empty, no empty label inside, no user, no
    /// path, a numeric port.
    static func isValid(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
        guard let first = range.first else { return false }
        var position = first
        if bytes[first] == UInt8(ascii: "[") {
            position += 1
            while position < range.upperBound, isLiteral(bytes[position]) {
                guard bytes[position] != UInt8(ascii: ".") || bytes[position + 1] != UInt8(ascii: ".") else {
                    return false
                }
                position += 1
            }
            guard position > first + 1, position < range.upperBound, bytes[position] == UInt8(ascii: "]") else {
                return false
            }
            position += 1
        } else {
            var previous: UInt8 = 0
            while position < range.upperBound, bytes[position] != ASCII.colon {
                let byte = bytes[position]
                guard isName(byte), byte != UInt8(ascii: ".") || previous != byte else { return false }
                previous = byte
                position += 1
            }
            guard position > first, position > first + 1 || bytes[first] != UInt8(ascii: ".") else { return false }
        }
        guard position < range.upperBound else { return true }
        guard bytes[position] == ASCII.colon else { return false }
        let port = (position + 1)..<range.upperBound
        return port.count <= 5 && port.allSatisfy { bytes[$0] &- 0x30 < 10 }
    }

    /// Letters, digits and what may stand in a registered name.
    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "%"):
            true
        default: false
        }
    }

    /// What an IPv6 address is made of, an embedded IPv4 address included.
    private static func isLiteral(_ byte: UInt8) -> Bool {
        ASCII.hexValue(byte) != nil || byte == ASCII.colon || byte == UInt8(ascii: ".")
    }
}
