/// The length of a RIFF WAVE file: bytes of its `data` chunk by the bytes a second of its `fmt ` chunk.
struct WAVLength: Sendable {
    private var head: [UInt8] = []
    private var place = Place.riff
    private var bytesPerSecond: Int64 = 0
    private var dataBytes: Int64 = 0

    private enum Place: Sendable {
        /// The first twelve bytes.
        case riff
        case chunkHead
        case format(Int)
        /// In samples, so many bytes of them left.
        case samples(Int)
        /// In a chunk that says nothing here.
        case skipped(Int)
    }

    /// The length of what has come; nil before the format is known.
    var microseconds: Int64? {
        guard bytesPerSecond > 0, dataBytes > 0 else { return nil }
        return Int64(Int128(dataBytes) * 1_000_000 / Int128(bytesPerSecond))
    }

    /// Takes the next part of the file.
    mutating func push(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count {
            switch place {
            case .riff: if collect(12, bytes, &index) { begin(.chunkHead) }
            case .chunkHead: if collect(8, bytes, &index) { beginChunk() }
            case .format(let size):
                // What matters of it is in the first sixteen bytes.
                guard collect(min(size, 16), bytes, &index) else { return }
                if head.count >= 12 { bytesPerSecond = Int64(number(at: 8)) }
                begin(.skipped(size - head.count))
            case .samples(let left):
                let taken = min(left, bytes.count - index)
                dataBytes += Int64(taken)
                index += taken
                place = left == taken ? .chunkHead : .samples(left - taken)
            case .skipped(let left):
                let taken = min(left, bytes.count - index)
                index += taken
                place = left == taken ? .chunkHead : .skipped(left - taken)
            }
        }
    }

    private mutating func beginChunk() {
        let size = number(at: 4)
        // Chunks begin at even places; a stream's size is not known beforehand.
        let padded = size + (size & 1)
        if head.starts(with: "fmt ".utf8) {
            begin(.format(padded))
        } else if head.starts(with: "data".utf8) {
            begin(.samples(size == 0 || size >= 0xFFFF_FF00 ? Int.max : padded))
        } else {
            begin(padded == 0 ? .chunkHead : .skipped(padded))
        }
    }

    private mutating func begin(_ next: Place) {
        head.removeAll(keepingCapacity: true)
        if case .skipped(0) = next { place = .chunkHead } else { place = next }
    }

    /// Whether `head` has `count` bytes now.
    private mutating func collect(_ count: Int, _ bytes: UnsafeRawBufferPointer, _ index: inout Int) -> Bool {
        let taken = min(count - head.count, bytes.count - index)
        head.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[index..<(index + taken)]))
        index += taken
        return head.count >= count
    }

    /// A 32-bit number, the low byte first.
    private func number(at offset: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(head[offset + $1]) << (8 * $1) }
    }
}
