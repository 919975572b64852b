import ServerSentEvents

/// Meters one event stream: finds its events, reads usage, and says what may be released when.
///
/// The results do not depend on how the stream is cut into reads. An event beyond ``largestEvent`` is passed through
/// without being read.
public struct StreamMeter: Sendable {
    private var reader: any PayloadReader
    private var sink = PayloadSink(collectsText: true)
    private var delimiter = EventDelimiter()
    private var template = EventTemplate()
    private var stripsUsage: Bool
    private var beginsStream = true
    private var isOversized = false
    private var sawContent = false
    /// Whether the terminal event was seen.
    public private(set) var sawTerminal = false

    /// The largest event that is read, in bytes; also the most that a caller has to keep for the next scan.
    public static let largestEvent = 1 << 20

    /// An event of which more has arrived before is not compared with the last one again: so that an event that
    /// comes in many small pieces is not looked at from its beginning with each.
    private static let smallEvent = 4096

    /// A meter for a stream of `api`; `stripsUsage`: the gateway asked for the usage, not the client.
    public init(api: API, flavor: UsageFlavor, stripsUsage: Bool) {
        reader = api.reader(flavor)
        self.stripsUsage = stripsUsage
    }

    /// What the stream said so far.
    public var response: MeteredResponse {
        var response = reader.response
        if response.usage == nil || !response.usageIsFinal { response.outputText = sink.text.utf8 }
        return response
    }

    /// Bytes of generated text (content, reasoning, tool names and arguments) so far, in UTF-8 without JSON escapes.
    public var outputBytes: Int { sink.text.byteCount }

    /// That text: the first 128 KiB of it, JSON escapes undone.
    public var outputText: [UInt8] { sink.text.utf8 }

    /// Scans `bytes`, which begin at the first event that was not complete at the last call.
    ///
    /// What lies behind ``StreamScan/relayEnd`` must be passed again, with more bytes after it; it was looked at
    /// already and is not looked at again.
    public mutating func scan(_ bytes: UnsafeRawBufferPointer) -> StreamScan {
        var scan = StreamScan(relayEnd: 0, holdFrom: sawTerminal ? 0 : nil)
        var start = 0
        while start < bytes.count {
            if template.isSet, !isOversized, delimiter.scanned <= Self.smallEvent,
                let end = template.match(bytes, at: start, &sink.text)
            {
                if delimiter.scanned > 0 { delimiter.reset() }
                start = end
                continue
            }
            guard let end = delimiter.end(ofEventAt: start, in: bytes) else { break }
            if isOversized || end - start > Self.largestEvent {
                isOversized = false
            } else {
                read(start..<end, bytes, &scan)
            }
            beginsStream = false
            start = end
        }
        scan.relayEnd = start
        if isOversized || bytes.count - start > Self.largestEvent {
            isOversized = true
            scan.relayEnd = start + delimiter.release()
        }
        noteContent(&scan)
        return scan
    }

    /// Takes `tail`, what was left when the stream ended, as the last event, though its blank line is missing.
    ///
    /// The stream may have ended cleanly or not. The result's ranges are into `tail`, all of which may be released.
    @discardableResult
    public mutating func finish(_ tail: UnsafeRawBufferPointer) -> StreamScan {
        var scan = scan(tail)
        let rest = scan.relayEnd..<tail.count
        if !isOversized, !rest.isEmpty { read(rest, tail, &scan) }
        delimiter.reset()
        scan.relayEnd = tail.count
        noteContent(&scan)
        return scan
    }

    private mutating func noteContent(_ scan: inout StreamScan) {
        guard !sawContent, sink.text.byteCount > 0 else { return }
        sawContent = true
        scan.sawContent = true
    }

    private mutating func read(_ range: Range<Int>, _ bytes: UnsafeRawBufferPointer, _ scan: inout StreamScan) {
        let event = ServerSentEvent(range, in: bytes, beginsStream: beginsStream)
        guard let data = event.data else { return }
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
