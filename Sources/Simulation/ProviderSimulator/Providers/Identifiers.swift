import Synchronization

/// Identifiers that look like the providers' and never repeat: a counter, mixed with a random start.
final class Identifiers: Sendable {
    private let counter = Atomic<UInt64>(0)
    private let seed = UInt64.random(in: 0...UInt64.max)

    /// OpenAI's request id: `req_` and 32 hexadecimal digits.
    func openAIRequest() -> String {
        let base = next()
        return "req_" + Self.hexadecimal(Self.mix(base)) + Self.hexadecimal(Self.mix(~base))
    }

    /// `prefix` and `length` letters and digits.
    func token(_ prefix: String, length: Int) -> String {
        var text = prefix
        text.reserveCapacity(prefix.utf8.count + length)
        let base = next()
        var salt: UInt64 = 0
        var value: UInt64 = 0
        for index in 0..<length {
            if index % 10 == 0 {
                salt &+= 0x5851_F42D_4C95_7F2D
                value = Self.mix(base &+ salt)
            }
            text.unicodeScalars.append(Unicode.Scalar(Self.alphabet[Int(value % 62)]))
            value /= 62
        }
        return text
    }

    private func next() -> UInt64 {
        seed &+ counter.wrappingAdd(1, ordering: .relaxed).newValue &* 0x9E37_79B9_7F4A_7C15
    }

    /// SplitMix64's finisher.
    private static func mix(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
}
