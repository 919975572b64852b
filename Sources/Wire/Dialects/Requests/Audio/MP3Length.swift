/// The length of an MPEG audio file (layers I to III): the samples of its frames, which are walked through.
struct MP3Length: Sendable {
    private var head: [UInt8] = []
    /// Bytes of the frame at hand that are still to be passed over.
    private var frameLeft = 0
    /// The first frame's beginning, which may be no audio but a table about the rest.
    private var firstFrame: [UInt8] = []
    private var first: MP3Frame?
    private var samples: Int64 = 0

    /// How much of the first frame is looked at.
    private static let tableReach = 200

    /// The length of what has come; nil before a frame has.
    var microseconds: Int64? {
        guard let first, first.sampleRate > 0 else { return nil }
        let table = tablePlace
        let audio = samples - (table == nil ? 0 : Int64(first.samples)) - (table.map { padding(behind: $0) } ?? 0)
        return audio > 0 ? Int64(Int128(audio) * 1_000_000 / Int128(first.sampleRate)) : nil
    }

    /// Takes the next part of the file.
    mutating func push(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count {
            if frameLeft > 0 {
                let taken = min(frameLeft, bytes.count - index)
                if firstFrame.count < Self.tableReach, samples == Int64(first?.samples ?? 0) {
                    firstFrame.append(contentsOf: bytes[index..<(index + taken)].prefix(Self.tableReach))
                }
                frameLeft -= taken
                index += taken
                continue
            }
            head.append(bytes[index])
            index += 1
            if head.count == 4 { beginFrame() }
        }
    }

    private mutating func beginFrame() {
        guard let frame = MP3Frame(head[0..<4]), first.map({ frame.isLike($0) }) ?? true else {
            // Not a frame (a tag at the end, say): one may begin at the next byte.
            head.removeFirst()
            return
        }
        if first == nil { first = frame }
        samples += Int64(frame.samples)
        frameLeft = frame.bytes - 4
        head.removeAll(keepingCapacity: true)
    }

    /// Where in the first frame a table (Xing, Info, VBRI) stands in the place of audio.
    private var tablePlace: Int? {
        firstFrame.withUnsafeBytes { bytes in
            ["Xing", "Info", "VBRI"].lazy.compactMap { bytes.first(Array($0.utf8), from: 0) }.first
        }
    }

    /// Samples that the encoder added at both ends, which decoders leave out: twelve bits each in the part that LAME, and
    /// those who do as it does, put behind the table.
    private func padding(behind table: Int) -> Int64 {
        let encoder = table + 120
        let place = encoder + 21
        guard firstFrame.count >= place + 3,
            ["LAME", "Lavc", "Lavf"].contains(where: { firstFrame[encoder...].starts(with: $0.utf8) })
        else { return 0 }
        let bits = firstFrame[place..<(place + 3)].reduce(0) { $0 << 8 | Int64($1) }
        return bits >> 12 + bits & 0xFFF
    }
}
