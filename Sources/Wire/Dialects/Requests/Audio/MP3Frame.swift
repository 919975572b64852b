/// The head of an MPEG audio frame (ISO/IEC 11172-3, section 2.4.1.3; 13818-3 for the lower rates).
struct MP3Frame: Sendable, Hashable {
    /// Samples of one channel.
    let samples: Int
    let sampleRate: Int
    /// The frame's length, its head included.
    let bytes: Int
    /// Version and layer.
    private let kind: UInt8

    /// The head that the four bytes `head` are; nil when they are none.
    init?(_ head: ArraySlice<UInt8>) {
        let head = Array(head)
        guard head.count == 4, head[0] == 0xFF, head[1] & 0xE0 == 0xE0 else { return nil }
        let version = head[1] >> 3 & 3
        let layer = Int(4 - (head[1] >> 1 & 3))
        let rateIndex = Int(head[2] >> 2 & 3)
        let bitIndex = Int(head[2] >> 4)
        guard version != 1, layer != 4, rateIndex != 3, bitIndex != 0, bitIndex != 15 else { return nil }
        let isFirst = version == 3
        kind = head[1] & 0x1E
        sampleRate = [44_100, 48_000, 32_000][rateIndex] >> (isFirst ? 0 : version == 2 ? 1 : 2)
        let bitRate = Self.bitRate(layer: layer, isFirst: isFirst, bitIndex) * 1000
        let padding = Int(head[2] >> 1 & 1)
        if layer == 1 {
            samples = 384
            bytes = (12 * bitRate / sampleRate + padding) * 4
        } else {
            samples = layer == 3 && !isFirst ? 576 : 1152
            bytes = samples / 8 * bitRate / sampleRate + padding
        }
        guard bytes > 4 else { return nil }
    }

    /// Whether both can be frames of one file.
    func isLike(_ other: MP3Frame) -> Bool { kind == other.kind && sampleRate == other.sampleRate }

    /// Kilobits a second.
    private static func bitRate(layer: Int, isFirst: Bool, _ index: Int) -> Int {
        let table =
            switch (isFirst, layer) {
            case (true, 1): [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448]
            case (true, 2): [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
            case (true, _): [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
            case (false, 1): [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256]
            case (false, _): [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
            }
        return table[index]
    }
}
