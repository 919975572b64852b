import NIOCore

/// The length of a WAV file by its header: `fmt ` says how many bytes a second has, `data` how many there are.
enum WaveFile {
    /// Its milliseconds; nil when it is no WAV file.
    static func milliseconds(of file: ByteBuffer) -> Int? {
        var file = file
        guard file.readString(length: 4) == "RIFF", file.readInteger(endianness: .little, as: UInt32.self) != nil,
            file.readString(length: 4) == "WAVE"
        else { return nil }
        var bytesPerSecond = 0
        while let name = file.readString(length: 4), let size = file.readInteger(endianness: .little, as: UInt32.self) {
            switch name {
            case "fmt ":
                let rate = file.getInteger(at: file.readerIndex + 8, endianness: .little, as: UInt32.self)
                bytesPerSecond = Int(rate ?? 0)
            case "data": return bytesPerSecond > 0 ? Int(size) * 1_000 / bytesPerSecond : nil
            default: break
            }
            guard file.readSlice(length: Int(size) + Int(size & 1)) != nil else { return nil }
        }
        return nil
    }
}
