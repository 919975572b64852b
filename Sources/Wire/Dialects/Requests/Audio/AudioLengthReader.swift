/// Finds how long the audio in a file is, by its bytes in passing: WAV, FLAC and MP3.
///
/// WAV tells it by the size of its data, FLAC in its first block; an MP3's frames are walked through, so that variable
/// bit rates are no matter. Other forms tell nothing here.
public struct AudioLengthReader: Sendable {
    private var form = Form.unknown
    /// The file's first bytes, until its form is known.
    private var beginning: [UInt8] = []
    /// Bytes of a leading ID3 tag that are still to be passed over.
    private var tagLeft = 0

    private enum Form: Sendable {
        case unknown
        case wav(WAVLength)
        case flac(FLACLength)
        case mp3(MP3Length)
        case other
    }

    /// A reader at the beginning of a file.
    public init() {}

    /// The length of what has come; nil where it is not told.
    public var length: AudioLength? {
        let microseconds: Int64? =
            switch form {
            case .wav(let wav): wav.microseconds
            case .flac(let flac): flac.microseconds
            case .mp3(let mp3): mp3.microseconds
            case .unknown, .other: nil
            }
        return microseconds.map { AudioLength(microseconds: $0) }
    }

    /// Takes the next part of the file.
    public mutating func push(_ bytes: UnsafeRawBufferPointer) {
        let skipped = min(tagLeft, bytes.count)
        tagLeft -= skipped
        let bytes = UnsafeRawBufferPointer(rebasing: bytes[skipped...])
        guard !bytes.isEmpty else { return }
        guard case .unknown = form else { return pass(bytes) }
        beginning.append(contentsOf: bytes)
        recognize()
    }

    private mutating func recognize() {
        guard beginning.count >= 12 else { return }
        if beginning.starts(with: "ID3".utf8) {
            // ID3v2, section 3.1: seven bits in each byte of the size.
            let size = beginning[6..<10].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
            let whole = size + (beginning[5] & 0x10 == 0 ? 10 : 20)
            let skipped = min(whole, beginning.count)
            tagLeft = whole - skipped
            beginning.removeFirst(skipped)
            return recognize()
        }
        if beginning.starts(with: "RIFF".utf8) || beginning.starts(with: "RF64".utf8) {
            form = beginning[8..<12].elementsEqual("WAVE".utf8) ? .wav(WAVLength()) : .other
        } else if beginning.starts(with: "fLaC".utf8) {
            form = .flac(FLACLength())
        } else if MP3Frame(beginning[0..<4]) != nil {
            form = .mp3(MP3Length())
        } else {
            form = .other
        }
        let first = beginning
        beginning = []
        first.withUnsafeBytes { pass($0) }
    }

    private mutating func pass(_ bytes: UnsafeRawBufferPointer) {
        switch form {
        case .wav(var wav):
            form = .other
            wav.push(bytes)
            form = .wav(wav)
        case .flac(var flac):
            form = .other
            flac.push(bytes)
            form = .flac(flac)
        case .mp3(var mp3):
            form = .other
            mp3.push(bytes)
            form = .mp3(mp3)
        case .unknown, .other: break
        }
    }
}
