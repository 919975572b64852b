import WireText

/// A binary that was loaded, so that addresses can be read later.
public struct SentryDebugImage: Sendable, Hashable {
    public var file: String
    /// The build id's hexadecimal digits; nil where the linker wrote none.
    public var buildID: String?
    public var address: UInt64
    public var size: UInt64?

    /// An image of `file` at `address`.
    public init(file: String, buildID: String?, address: UInt64, size: UInt64? = nil) {
        self.file = file
        self.buildID = buildID
        self.address = address
        self.size = size
    }

    /// The build id's first 16 bytes as a UUID in Breakpad's byte order (the first three groups little-endian).
    var debugID: String? {
        guard let buildID else { return nil }
        let digits = Array(buildID.lowercased().utf8.prefix(32))
        guard digits.count >= 16, digits.count % 2 == 0, digits.allSatisfy({ Hex.number([$0]) != nil }) else {
            return nil
        }
        let pairs = stride(from: 0, to: 32, by: 2).map { index in
            index + 1 < digits.count ? String(decoding: digits[index...index + 1], as: UTF8.self) : "00"
        }
        let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
        let text = order.map { pairs[$0] }.joined()
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(Array(text)[$0]) }.joined(separator: "-")
    }

    var encoded: SentryValue {
        .fields([
            "type": "elf", "code_file": .string(file), "code_id": buildID.encoded, "debug_id": debugID.encoded,
            "image_addr": .string("0x" + String(address, radix: 16)),
            "image_size": size.map { .integer(Int64(clamping: $0)) },
        ])
    }
}
