/// The length of a FLAC file: the samples and the rate that its STREAMINFO block tells (RFC 9639, section 8.2).
struct FLACLength: Sendable {
    private var head: [UInt8] = []
    /// `fLaC`, a block's head, and a STREAMINFO block up to its number of samples.
    private static let needed = 4 + 4 + 18

    /// The length; nil where the file does not tell it.
    var microseconds: Int64? {
        guard head.count >= Self.needed, head[4] & 0x7F == 0 else { return nil }
        let info = head[8...]
        let rate = Int128(info[18]) << 12 | Int128(info[19]) << 4 | Int128(info[20]) >> 4
        let samples = info[22..<26].reduce(Int128(info[21] & 0x0F)) { $0 << 8 | Int128($1) }
        guard rate > 0, samples > 0 else { return nil }
        return Int64(samples * 1_000_000 / rate)
    }

    /// Takes the next part of the file.
    mutating func push(_ bytes: UnsafeRawBufferPointer) {
        guard head.count < Self.needed else { return }
        head.append(contentsOf: bytes.prefix(Self.needed - head.count))
    }
}
