import ServerSentEvents

/// The events of a stream, found in its bytes, for the text that they bring.
struct ContentEvents: Sendable {
    private(set) var builder: ContentBuilder
    private let framing: StreamMeter.Framing
    private var delimiter = EventDelimiter()
    private var elements = ArrayDelimiter()
    /// The event that is not complete.
    private var tail: [UInt8] = []
    private var beginsStream = true
    /// Nothing more is read: it has ended, or an event was too large.
    private var isOver = false
    /// An event was too large, and nothing from it on was read.
    private(set) var isCut = false

    init(api: API, limits: ContentLimits, framing: StreamMeter.Framing) {
        builder = ContentBuilder(api: api, limits: limits)
        self.framing = framing
    }

    mutating func push(_ bytes: UnsafeRawBufferPointer) {
        guard !isOver else { return }
        tail.append(contentsOf: bytes)
        let whole = tail
        tail = []
        let end = whole.withUnsafeBytes { scan($0) }
        isOver = whole.count - end > StreamMeter.largestEvent
        isCut = isOver
        if isOver { builder.breakOff() } else { tail = Array(whole[end...]) }
    }

    mutating func finish() {
        guard !isOver else { return }
        isOver = true
        tail.withUnsafeBytes { bytes in
            if !bytes.isEmpty { read(0..<bytes.count, bytes) }
        }
        tail = []
    }

    /// Reads the whole events in `bytes`; where they end.
    private mutating func scan(_ bytes: UnsafeRawBufferPointer) -> Int {
        var start = 0
        while true {
            let end =
                framing == .array
                ? elements.end(ofEventAt: start, in: bytes) : delimiter.end(ofEventAt: start, in: bytes)
            guard let end else { return start }
            read(start..<end, bytes)
            start = end
        }
    }

    private mutating func read(_ range: Range<Int>, _ bytes: UnsafeRawBufferPointer) {
        guard framing == .events else {
            guard let start = bytes[range].firstIndex(of: UInt8(ascii: "{")) else { return }
            builder.read(UnsafeRawBufferPointer(rebasing: bytes[start..<range.upperBound]))
            return
        }
        let event = ServerSentEvent(range, in: bytes, beginsStream: beginsStream)
        beginsStream = false
        guard let data = event.data else { return }
        if event.dataLines == 1 {
            builder.read(UnsafeRawBufferPointer(rebasing: bytes[data]))
        } else {
            event.joinedData(in: bytes).withUnsafeBytes { builder.read($0) }
        }
    }
}
