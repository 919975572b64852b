/// Audio files made up byte by byte, as encoders write them.
enum AudioSamples {
    /// PCM; `lead` stands at the beginning of the samples.
    static func wav(
        seconds: Int = 0, milliseconds: Int = 0, bytesPerSecond: UInt32 = 32_000, toldSize: UInt32? = nil,
        extraChunk: Bool = false, lead: Substring = ""
    ) -> [UInt8] {
        let size = (seconds * 1000 + milliseconds) * Int(bytesPerSecond) / 1000
        var file = Array("RIFF".utf8) + little(UInt32(36 + size)) + Array("WAVEfmt ".utf8) + little(16)
        file += [1, 0, 1, 0] + little(bytesPerSecond / 2) + little(bytesPerSecond) + [2, 0, 16, 0]
        if extraChunk { file += Array("LIST".utf8) + little(5) + Array("abcde".utf8) + [0] }
        file += Array("data".utf8) + little(toldSize ?? UInt32(size))
        return file + Array(lead.utf8) + [UInt8](repeating: 7, count: size - lead.utf8.count)
    }

    /// The first block, and some bytes that stand for frames.
    static func flac(rate: UInt32, samples: UInt64) -> [UInt8] {
        var file = Array("fLaC".utf8) + [0x80, 0, 0, 34] + [16, 0, 16, 0, 0, 0, 14, 0, 60, 0]
        // 20 bits of rate, 3 of channels, 5 of bits a sample, 36 of samples.
        let packed = UInt64(rate) << 44 | 1 << 41 | 15 << 36 | samples
        for shift in stride(from: 56, through: 0, by: -8) {
            file.append(UInt8(truncatingIfNeeded: packed >> UInt64(shift)))
        }
        return file + [UInt8](repeating: 0xAB, count: 100)
    }

    /// MPEG 1, layer III, 44.1 kHz; `tag`: bytes of an ID3 tag; `table`: an Info frame before the others; `padding`:
    /// samples that its encoder says it added in front and behind.
    static func mp3(
        frames: Int, variable: Bool = false, table: Bool = false, padding: (Int, Int)? = nil, tag: Int = 0
    ) -> [UInt8] {
        var file: [UInt8] = []
        if tag > 0 {
            file = Array("ID3".utf8) + [4, 0, 0, 0, 0, UInt8(tag >> 7 & 0x7F), UInt8(tag & 0x7F)]
            file += [UInt8](repeating: 0xFF, count: tag)
        }
        if let padding {
            let bits = padding.0 << 12 | padding.1
            let delays = [bits >> 16, bits >> 8, bits].map { UInt8(truncatingIfNeeded: $0) }
            file += frame(
                rateIndex: 9,
                content: [UInt8](repeating: 0, count: 32) + Array("Info".utf8) + [UInt8](repeating: 0, count: 116)
                    + Array("LAME3.100".utf8) + [UInt8](repeating: 0, count: 12) + delays)
        }
        if table { file += frame(rateIndex: 9, content: [UInt8](repeating: 0, count: 32) + Array("Info".utf8)) }
        for index in 0..<frames { file += frame(rateIndex: variable ? UInt8(5 + index % 9) : 9, content: []) }
        return file
    }

    private static func frame(rateIndex: UInt8, content: [UInt8]) -> [UInt8] {
        let rates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
        let size = 144_000 * rates[Int(rateIndex)] / 44_100
        let frame = [0xFF, 0xFB, rateIndex << 4, 0x00] + content
        return frame + [UInt8](repeating: 0x55, count: size - frame.count)
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }
}
