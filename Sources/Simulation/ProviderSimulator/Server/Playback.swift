import NIOCore

/// Plays an answer's body: what to write next, when to pause, where to break off.
///
/// A synchronous state machine, driven by the connection; not `Sendable`.
struct Playback {
    /// What the connection has to do next.
    enum Action {
        /// Write these bytes; flush them at once if asked.
        case write(ByteBuffer, flush: Bool)
        /// Wait.
        case pause(milliseconds: Int)
        /// Close the connection although the answer is not complete.
        case cut(Behaviour.Cut)
        /// Do nothing more, the connection open.
        case hang
        /// The answer is complete.
        case end
    }

    /// Body bytes handed out so far.
    private(set) var bytes = 0
    /// Events handed out so far.
    private(set) var events = 0

    private var source: EventSource?
    private var rest: ByteBuffer
    private let behaviour: Behaviour
    private let compressor: Compressor?
    private var exhausted: Bool
    private var firstByteDelayed = false
    private var paused = false
    private var upcoming: String?
    private var drawn = 0
    /// Whether events that follow each other at once share a chunk of up to `burst` bytes, as they would share a
    /// segment; that costs the upstream of a load test less.
    private let comesInBursts: Bool
    private static let burst = 8_192

    /// Plays a plain body (compressed already, if at all).
    init(plain: ByteBuffer, behaviour: Behaviour) {
        source = nil
        rest = plain
        self.behaviour = behaviour
        compressor = nil
        exhausted = true
        comesInBursts = false
    }

    /// Plays a stream's events.
    init(events: EventSource, behaviour: Behaviour, compressor: Compressor?) {
        source = events
        rest = ByteBuffer()
        self.behaviour = behaviour
        self.compressor = compressor
        exhausted = false
        comesInBursts =
            behaviour.split == nil && behaviour.eventDelayMilliseconds == 0 && behaviour.cutAfterEvents == nil
            && behaviour.hang == nil
    }

    /// The next action; to be called again unless it was `cut`, `hang` or `end`.
    mutating func next() -> Action {
        if case .afterEvents(let count) = behaviour.hang, rest.readableBytes == 0 || source == nil, events >= count {
            return .hang
        }
        if !firstByteDelayed {
            firstByteDelayed = true
            if behaviour.firstByteDelayMilliseconds > 0 {
                return .pause(milliseconds: behaviour.firstByteDelayMilliseconds)
            }
        }
        if let limit = behaviour.cutAfterBytes, bytes >= limit { return .cut(behaviour.cut) }
        if rest.readableBytes == 0 {
            if let limit = behaviour.cutAfterEvents, events >= limit { return .cut(behaviour.cut) }
            if exhausted { return .end }
            if behaviour.eventDelayMilliseconds > 0, events > 0, !paused {
                paused = true
                return .pause(milliseconds: behaviour.eventDelayMilliseconds)
            }
            paused = false
            fetch()
            while comesInBursts, !exhausted, rest.readableBytes < Self.burst { fetch() }
            if rest.readableBytes == 0 { return .end }
        }
        var size = rest.readableBytes
        if let split = behaviour.split { size = min(size, split) }
        if let limit = behaviour.cutAfterBytes { size = min(size, limit - bytes) }
        guard let piece = rest.readSlice(length: size) else { return .end }
        bytes += size
        return .write(piece, flush: behaviour.split != nil || behaviour.eventDelayMilliseconds > 0)
    }

    /// Adds the next event to `rest`; with the last one, the end of a compressed body.
    ///
    /// Looks one event ahead, so that nothing keeps the body's end from following the last event at once.
    private mutating func fetch() {
        if drawn == 0 { upcoming = draw() }
        if let text = upcoming {
            events += 1
            let event = ByteBuffer(string: formed(text))
            add(compressor.map { $0.compress(event, last: false) } ?? event)
            upcoming = draw()
        }
        guard upcoming == nil else { return }
        exhausted = true
        if let compressor { add(compressor.compress(ByteBuffer(), last: true)) }
    }

    /// The next event's text; nil at the end, be it the stream's own or one that was asked for.
    private mutating func draw() -> String? {
        defer { drawn += 1 }
        if let count = behaviour.errorInStream, drawn >= count {
            return drawn == count ? source?.errorEvent : nil
        }
        guard let text = source?.next(), !(behaviour.noDone && source?.isTerminal(text) ?? false) else { return nil }
        return text
    }

    private mutating func add(_ bytes: ByteBuffer) {
        guard rest.readableBytes > 0 else {
            rest = bytes
            return
        }
        rest.writeImmutableBuffer(bytes)
    }

    private func formed(_ event: String) -> String {
        guard behaviour.comments || behaviour.multiline || behaviour.crlf else { return event }
        var event = event
        if behaviour.multiline { event = event.replacing("data: {", with: "data: {\ndata: ", maxReplacements: 1) }
        if behaviour.comments { event = ": simulator keeps the line open\n\n" + event }
        if behaviour.crlf { event = event.replacing("\n", with: "\r\n") }
        return event
    }
}
