/// A trace in the form in which the toolchain's `Backtrace` is coded: the one way in for addresses that it has not captured.
///
/// It is internal to the toolchain (`CompactBacktrace.swift` there, version 0): a byte for the size of an address (2: 64
/// bits), then an instruction a frame, here `2F`, "return address, absolute, 8 bytes", or `1F`, "program counter", and the
/// address with its highest byte first, then `00`. A test pins it with the toolchain in use; where it does not hold,
/// frames stay addresses.
package enum CompactTrace {
    /// The bytes of return addresses.
    static func bytes(of addresses: [UInt]) -> [UInt8] {
        var bytes: [UInt8] = [0x02]
        bytes.reserveCapacity(2 + addresses.count * 9)
        for address in addresses {
            bytes.append(0x2F)
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: UInt64(address) >> UInt64(shift)))
            }
        }
        bytes.append(0x00)
        return bytes
    }

    /// The same in base64 without padding, as the toolchain reads it.
    package static func base64(of addresses: [UInt]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let bytes = bytes(of: addresses)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 4 / 3 + 3)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let word = part.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << UInt32(16 - 8 * $1.offset) }
            for digit in 0...part.count {
                text.append(alphabet[Int(word >> UInt32(18 - 6 * digit)) & 63])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
