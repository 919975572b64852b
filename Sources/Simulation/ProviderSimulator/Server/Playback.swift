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

    /// Plays a plain body (compressed already, if at all).
    init(plain: ByteBuffer, behaviour: Behaviour) {
        source = nil
        rest = plain
        self.behaviour = behaviour
        compressor = nil
        exhausted = true
    }

    /// Plays a stream's events.
    init(events: EventSource, behaviour: Behaviour, compressor: Compressor?) {
        source = events
        rest = ByteBuffer()
        self.behaviour = behaviour
        self.compressor = compressor
        exhausted = false
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
            if exhausted { return .end }
            if let limit = behaviour.cutAfterEvents, events >= limit { return .cut(behaviour.cut) }
            if behaviour.eventDelayMilliseconds > 0, events > 0, !paused {
                paused = true
                return .pause(milliseconds: behaviour.eventDelayMilliseconds)
            }
            paused = false
            fetch()
            if rest.readableBytes == 0 { return .end }
        }
        var size = rest.readableBytes
        if let split = behaviour.split { size = min(size, split) }
        if let limit = behaviour.cutAfterBytes { size = min(size, limit - bytes) }
        guard let piece = rest.readSlice(length: size) else { return .end }
        bytes += size
        return .write(piece, flush: behaviour.split != nil || behaviour.eventDelayMilliseconds > 0)
    }

    /// Puts the next event, or the end of a compressed body, into `rest`.
    private mutating func fetch() {
        var text: String?
        if let count = behaviour.errorInStream, events >= count {
            text = events == count ? source?.errorEvent : nil
        } else {
            text = source?.next()
        }
        if let event = text, behaviour.noDone, source?.isTerminal(event) ?? false { text = nil }
        guard let text else {
            exhausted = true
            if let compressor { rest = compressor.compress(ByteBuffer(), last: true) }
            return
        }
        events += 1
        let event = ByteBuffer(string: formed(text))
        rest = compressor.map { $0.compress(event, last: false) } ?? event
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
