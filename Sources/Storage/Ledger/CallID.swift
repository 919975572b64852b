/// The id of one client call, made by the gateway: time-ordered, unique over gateways, never a provider's.
///
/// 63 bits: 41 bits of milliseconds since 2025-01-01T00:00:00Z, 10 bits of the node, 12 bits of a sequence.
/// As text: `req_` and 13 characters of Crockford's base 32, lower case, which sort as the numbers do.
public struct CallID: RawRepresentable, Sendable, Hashable, Comparable {
    /// The number; positive.
    public let rawValue: Int64

    /// The id with the number `rawValue`.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    public static func < (left: CallID, right: CallID) -> Bool { left.rawValue < right.rawValue }

    /// 2025-01-01T00:00:00Z in milliseconds since 1970.
    public static let epochMilliseconds: Int64 = 1_735_689_600_000

    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}

extension CallID: CustomStringConvertible {
    public var description: String {
        var bits = UInt64(bitPattern: rawValue)
        return String(unsafeUninitializedCapacity: 17) { buffer in
            for index in stride(from: 16, through: 4, by: -1) {
                buffer[index] = Self.digits[Int(bits & 31)]
                bits >>= 5
            }
            for (index, byte) in "req_".utf8.enumerated() { buffer[index] = byte }
            return 17
        }
    }

    /// Reads what ``description`` writes; nil for anything else.
    public init?(_ text: String) {
        guard text.hasPrefix("req_"), text.utf8.count == 17 else { return nil }
        var bits: UInt64 = 0
        for byte in text.utf8.dropFirst(4) {
            guard let digit = Self.digits.firstIndex(of: byte), bits >> 58 == 0 else { return nil }
            bits = bits << 5 | UInt64(digit)
        }
        guard bits >> 63 == 0 else { return nil }
        rawValue = Int64(bits)
    }
}
