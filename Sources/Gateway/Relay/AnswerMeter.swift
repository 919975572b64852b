import ContentDecoding
import Dialects
import NIOCore
import Tokenization

/// Reads usage out of an answer's body as it passes, whatever its form: plain, event stream, compressed, too large to
/// keep.
struct AnswerMeter {
    /// What a part of an event stream becomes.
    struct Step {
        /// May go out now.
        var before: ByteBuffer?
        /// Belongs to the terminal event, or follows it.
        var after: ByteBuffer?
        /// The terminal event has come: withhold from `after` on.
        var holds = false
        var sawContent = false
    }

    private let api: API
    private let flavor: UsageFlavor
    private var stream: StreamMeter?
    private var large: PlainMeter?
    private var plain: MeteredResponse?
    /// The generated text of a long stream but its end; nil before it is long.
    private(set) var longText: LongText?
    private var decoder: ContentDecoder?
    /// Compressed in a way that cannot be read here.
    private var isOpaque = false
    /// The event that is not complete yet, as it came.
    private var tail = ByteBuffer()
    /// The same, decompressed.
    private var decodedTail: [UInt8] = []
    /// What the answer says; nil where nobody asked for it.
    private(set) var content: AnswerContent?
    private let contentLimits: ContentLimits?
    /// Whether a chunk may be taken out of the stream, so that its length is not known beforehand.
    private(set) var mayStrip = false
    /// Whether the body is read as events.
    private(set) var isStream = false

    /// The most that is decompressed of one answer for scanning; bytes.
    private static let decodedLimit = 256 << 20

    init(api: API, flavor: UsageFlavor, content: ContentLimits? = nil) {
        self.api = api
        self.flavor = flavor
        contentLimits = content
    }

    /// The head has come.
    ///
    /// - Parameter streams: the answer is a stream by its request; without events, it is the elements of an array, or
    ///   objects on their own.
    mutating func begin(_ traits: AnswerTraits, stripsUsage: Bool, streams: Bool) {
        guard api.isMetered else { return }
        if traits.isMedia {
            isOpaque = true
            return
        }
        if let encoding = traits.encoding {
            decoder = ContentDecoder(encoding: encoding)
            isOpaque = decoder == nil
        }
        if traits.isEventStream {
            mayStrip = stripsUsage && traits.encoding == nil
            stream = StreamMeter(api: api, flavor: flavor, stripsUsage: mayStrip)
            isStream = true
        } else if streams || traits.isLines, (200..<300).contains(traits.status) {
            stream = StreamMeter(api: api, flavor: flavor, stripsUsage: false, framing: .array)
            isStream = true
        }
        content = contentLimits.map { limits in
            AnswerContent(
                api: api, limits: limits, framing: !isStream ? nil : traits.isEventStream ? .events : .array)
        }
    }

    var response: MeteredResponse { stream?.response ?? plain ?? MeteredResponse() }
    var outputBytes: Int { stream?.outputBytes ?? 0 }
    var sawTerminal: Bool { stream?.sawTerminal ?? false }

    /// The whole of a plain body.
    mutating func whole(_ body: ByteBuffer) {
        guard api.isMetered, !isOpaque else { return }
        if decoder != nil {
            let decoded = decode(body)
            plain = decoded.withUnsafeBytes { ResponseReader.read($0, api: api, flavor: flavor) }
            decoded.withUnsafeBytes { content?.whole($0) }
        } else {
            plain = body.withUnsafeReadableBytes { ResponseReader.read($0, api: api, flavor: flavor) }
            if content != nil { body.withUnsafeReadableBytes { content?.whole($0) } }
        }
    }

    /// A part of a plain body that is not kept.
    mutating func part(_ part: ByteBuffer) {
        guard api.isMetered, !isOpaque else { return }
        var meter = large ?? PlainMeter(api: api, flavor: flavor)
        if decoder != nil {
            decode(part).withUnsafeBytes { bytes in
                meter.push(bytes)
                content?.push(bytes)
            }
        } else {
            part.withUnsafeReadableBytes { bytes in
                meter.push(bytes)
                content?.push(bytes)
            }
        }
        large = meter
    }

    /// A part of an event stream.
    mutating func events(_ part: ByteBuffer) -> Step {
        guard isStream, !isOpaque else { return Step(before: part) }
        let step = decoder == nil ? plainEvents(part) : decodedEvents(part)
        if let text = stream?.takeLongText() {
            let long = longText ?? LongText(stream?.response.model.flatMap { Encoding(model: $0) } ?? .o200kBase)
            long.append(text)
            longText = long
        }
        return step
    }

    /// The body breaks off; ``finish()`` follows.
    mutating func breakOff() { stream?.breakOff() }

    /// The body has ended; returns what was still kept back of it.
    mutating func finish() -> ByteBuffer? {
        if var meter = large {
            plain = meter.finish()
            large = nil
            content?.finish()
        }
        guard isStream else { return nil }
        content?.finish()
        guard decoder == nil else {
            _ = decodedTail.withUnsafeBytes { stream?.finish($0) }
            return nil
        }
        let scan = tail.withUnsafeReadableBytes { stream?.finish($0) }
        let rest = Self.slice(tail, 0..<tail.readableBytes, without: scan?.strip)
        tail = ByteBuffer()
        return rest
    }

    private mutating func plainEvents(_ part: ByteBuffer) -> Step {
        if content != nil { part.withUnsafeReadableBytes { content?.push($0) } }
        var bytes = tail
        if bytes.readableBytes == 0 { bytes = part } else { bytes.writeImmutableBuffer(part) }
        tail = ByteBuffer()
        guard let scan = bytes.withUnsafeReadableBytes({ stream?.scan($0) }) else { return Step(before: part) }
        let base = bytes.readerIndex
        if scan.relayEnd < bytes.readableBytes {
            tail = bytes.getSlice(at: base + scan.relayEnd, length: bytes.readableBytes - scan.relayEnd) ?? tail
        }
        var step = Step(holds: scan.holdFrom != nil, sawContent: scan.sawContent)
        let held = scan.holdFrom ?? scan.relayEnd
        step.before = Self.slice(bytes, 0..<held, without: scan.strip)
        step.after = Self.slice(bytes, held..<scan.relayEnd, without: scan.strip)
        return step
    }

    /// Compressed events cannot be cut apart: a part that holds the terminal event is withheld whole.
    private mutating func decodedEvents(_ part: ByteBuffer) -> Step {
        let decoded = decode(part)
        decoded.withUnsafeBytes { content?.push($0) }
        decodedTail += decoded
        guard let scan = decodedTail.withUnsafeBytes({ stream?.scan($0) }) else { return Step(before: part) }
        decodedTail.removeFirst(scan.relayEnd)
        let holds = scan.holdFrom != nil
        return Step(
            before: holds ? nil : part, after: holds ? part : nil, holds: holds, sawContent: scan.sawContent)
    }

    private static func slice(_ bytes: ByteBuffer, _ range: Range<Int>, without strip: Range<Int>?) -> ByteBuffer? {
        guard !range.isEmpty else { return nil }
        let base = bytes.readerIndex
        guard let strip, strip.overlaps(range) else {
            return bytes.getSlice(at: base + range.lowerBound, length: range.count)
        }
        var kept = ByteBufferAllocator().buffer(capacity: range.count)
        kept.writeRange(range.lowerBound..<max(range.lowerBound, strip.lowerBound), of: bytes)
        kept.writeRange(min(range.upperBound, strip.upperBound)..<range.upperBound, of: bytes)
        return kept
    }

    private mutating func decode(_ part: ByteBuffer) -> [UInt8] {
        var decoded: [UInt8] = []
        guard let decoder else { return decoded }
        do {
            try part.withUnsafeReadableBytes { bytes in
                try decoder.decode(bytes, into: &decoded, limit: Self.decodedLimit)
            }
        } catch {
            // Not what its head says, or a bomb: relayed as it is, and not scanned any further.
            isOpaque = true
        }
        return decoded
    }
}
