import ServerSentEvents

/// Meters one stream of events: finds them, reads usage, and says what may be released when.
///
/// The results do not depend on how the stream is cut into reads. Of an event beyond ``largestEvent`` only a reduced
/// copy is read, and it is passed on as it comes.
///
/// A stream without a terminal event (Gemini's) ends with the last event that carries usage, whichever that is: so
/// such an event is kept back, with all that follows it, until another one comes or the stream ends.
public struct StreamMeter: Sendable {
    /// What tells events apart.
    public enum Framing: Sendable, Hashable {
        /// Server-sent events.
        case events
        /// The elements of one JSON array, or objects on their own, one after the other.
        case array
    }

    private var reader: any PayloadReader
    private var sink = PayloadSink(collectsText: true)
    private let framing: Framing
    private var delimiter = EventDelimiter()
    private var elements = ArrayDelimiter()
    private var template = EventTemplate()
    private var stripsUsage: Bool
    private var beginsStream = true
    /// The event at hand, once it is too large to keep.
    private var large: LargeEvent?
    private var sawContent = false
    /// Bytes of whole events that were read and are not released: the next scan's bytes begin with them.
    private var keptBack = 0
    /// Whether the terminal event was seen.
    public private(set) var sawTerminal = false
    private var isCut = false

    /// The largest event that is read whole, in bytes; also the most that is kept back of events that are.
    public static let largestEvent = 1 << 20

    /// An event of which more has arrived before is not compared with the last one again: so that an event that
    /// comes in many small pieces is not looked at from its beginning with each.
    private static let smallEvent = 4096

    /// A meter for a stream of `api`; `stripsUsage`: the gateway asked for the usage, not the client.
    public init(api: API, flavor: UsageFlavor, stripsUsage: Bool, framing: Framing = .events) {
        reader = api.reader(flavor)
        self.stripsUsage = stripsUsage
        self.framing = framing
    }

    /// What the stream said so far.
    public var response: MeteredResponse {
        var response = reader.response
        // Counts that grow from event to event (Gemini's) are the last word only where generation has ended.
        if isCut, !sawTerminal, response.finishReasons.isEmpty { response.usageIsFinal = response.usage == nil }
        if response.usage == nil || !response.usageIsFinal { response.outputText = sink.text.utf8 }
        return response
    }

    /// Bytes of generated text (content, reasoning, tool names and arguments) so far, in UTF-8 without JSON escapes.
    public var outputBytes: Int { sink.text.byteCount }

    /// That text, JSON escapes undone, without what was taken; at most 2 MiB.
    public var outputText: [UInt8] { sink.text.utf8 }

    /// Hands out the text when it is too much to be kept (64 KiB), and keeps what comes from then on.
    ///
    /// To be asked after each scan by whoever counts the text as it comes.
    public mutating func takeLongText() -> [UInt8]? {
        sink.text.utf8.count >= GeneratedText.longText ? sink.text.take() : nil
    }

    /// Scans `bytes`, which begin with what was not released at the last call.
    ///
    /// What lies behind ``StreamScan/relayEnd`` must be passed again, with more bytes after it; it was looked at
    /// already and is not looked at again.
    public mutating func scan(_ bytes: UnsafeRawBufferPointer) -> StreamScan {
        var scan = StreamScan(relayEnd: 0, holdFrom: sawTerminal ? 0 : nil)
        var start = keptBack
        var keptFrom = keptBack > 0 ? 0 : nil as Int?
        while start < bytes.count {
            if template.isSet, large == nil, delimiter.scanned <= Self.smallEvent,
                let end = template.match(bytes, at: start, &sink.text)
            {
                if delimiter.scanned > 0 { delimiter.reset() }
                start = end
                continue
            }
            guard let end = end(ofEventAt: start, in: bytes) else { break }
            if large != nil || end - start > Self.largestEvent {
                keptFrom = nil
                pushLarge(bytes, start..<end)
                endLarge(start..<end, &scan)
            } else if read(start..<end, bytes, &scan) {
                keptFrom = start
            }
            beginsStream = false
            start = end
        }
        noteContent(&scan)
        if large != nil || bytes.count - start > Self.largestEvent {
            let end = start + (framing == .array ? elements.release() : delimiter.release())
            pushLarge(bytes, start..<end)
            keptBack = 0
            scan.relayEnd = end
        } else {
            if let first = keptFrom, start - first > Self.largestEvent { keptFrom = nil }
            keptBack = keptFrom.map { start - $0 } ?? 0
            scan.relayEnd = start - keptBack
        }
        return scan
    }

    /// The stream breaks off here, whatever it said of its length: to be told before ``finish(_:)``.
    public mutating func breakOff() { isCut = true }

    /// Takes `tail`, what was left when the stream ended, as the last event, though its blank line is missing.
    ///
    /// The stream may have ended cleanly or not. The result's ranges are into `tail`, all of which may be released.
    @discardableResult
    public mutating func finish(_ tail: UnsafeRawBufferPointer) -> StreamScan {
        var scan = scan(tail)
        let rest = (scan.relayEnd + keptBack)..<tail.count
        if large != nil {
            pushLarge(tail, rest)
            endLarge(rest, &scan)
        } else if !rest.isEmpty {
            _ = read(rest, tail, &scan)
        }
        delimiter.reset()
        keptBack = 0
        scan.relayEnd = tail.count
        noteContent(&scan)
        return scan
    }

    private mutating func end(ofEventAt start: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        framing == .array
            ? elements.end(ofEventAt: start, in: bytes) : delimiter.end(ofEventAt: start, in: bytes)
    }

    private mutating func noteContent(_ scan: inout StreamScan) {
        guard !sawContent, sink.text.byteCount > 0 else { return }
        sawContent = true
        scan.sawContent = true
    }

    /// Reads the event at `range`; returns whether it is to be kept back.
    private mutating func read(
        _ range: Range<Int>, _ bytes: UnsafeRawBufferPointer, _ scan: inout StreamScan
    ) -> Bool {
        guard framing == .events else { return readElement(range, bytes, &scan) }
        let event = ServerSentEvent(range, in: bytes, beginsStream: beginsStream)
        guard let data = event.data else { return false }
        let type = event.type.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) }
        sink.beginPayload()
        let role: EventRole
        if event.dataLines == 1 {
            role = reader.readEvent(type: type, UnsafeRawBufferPointer(rebasing: bytes[data]), &sink)
            if role.contains(.plainContent), sink.hasContent, !beginsStream {
                template.set(range, payload: data.lowerBound, sink.holes, in: bytes)
            }
        } else {
            role = event.joinedData(in: bytes).withUnsafeBytes { reader.readEvent(type: type, $0, &sink) }
        }
        note(role, range, &scan)
        return role.contains(.cumulativeUsage)
    }

    private mutating func readElement(
        _ range: Range<Int>, _ bytes: UnsafeRawBufferPointer, _ scan: inout StreamScan
    ) -> Bool {
        guard let start = bytes[range].firstIndex(of: UInt8(ascii: "{")) else { return false }
        sink.beginPayload()
        let element = UnsafeRawBufferPointer(rebasing: bytes[start..<range.upperBound])
        let role = reader.readEvent(type: nil, element, &sink)
        note(role, range, &scan)
        return role.contains(.cumulativeUsage)
    }

    private mutating func pushLarge(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        var event = large ?? LargeEvent(isElement: framing == .array)
        // So that the copy is changed in place.
        large = nil
        event.push(UnsafeRawBufferPointer(rebasing: bytes[range]))
        large = event
    }

    /// The large event ends; what is left of it is at `range`.
    private mutating func endLarge(_ range: Range<Int>, _ scan: inout StreamScan) {
        guard let event = large else { return }
        large = nil
        sink.beginPayload()
        let role = event.data.withUnsafeBytes { data in
            event.type.withUnsafeBytes { reader.readEvent(type: event.type.isEmpty ? nil : $0, data, &sink) }
        }
        note(role.subtracting(.usageOnly), range, &scan)
    }

    private mutating func note(_ role: EventRole, _ range: Range<Int>, _ scan: inout StreamScan) {
        if role.contains(.terminal) {
            sawTerminal = true
            if scan.holdFrom == nil { scan.holdFrom = range.lowerBound }
        }
        if role.contains(.usageOnly), stripsUsage {
            stripsUsage = false
            scan.strip = range
        }
    }
}
