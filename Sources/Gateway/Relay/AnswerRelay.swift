import ContentDecoding
package import Dialects
package import HTTPMessages
package import Money
package import NIOCore

/// One answer on its way from a provider to a client: framing, metering, and the end withheld until the row is
/// committed (CONTRACTS.md "The end of a response", "Bodies").
///
/// A synchronous machine without sockets: its owner puts in what the provider sends and takes ``takeOutput()`` to the
/// client after each step.
///
/// ```
/// relaying --(terminal event, or the answer's end)--> withholding --release()--> released --(end)--> finished
///    `------(failed before any output: answerLocally)------^
/// ```
/// It is large, and there is one of it in a call: not to be copied.
package struct AnswerRelay: ~Copyable {
    /// What the relay must know of its call.
    package struct Call: Sendable {
        package var api: API
        package var flavor: UsageFlavor
        /// The answer is a stream by its request, whatever its content type.
        package var streams: Bool
        /// `include_usage` was added to the request: one chunk is to be taken out again.
        package var stripsUsage: Bool
        package var isHEAD: Bool
        package var head: ClientHead
        /// Plain answers up to this are buffered whole; bytes.
        package var bufferedAnswer: Int
        /// What may be withheld before reading from the provider stops; bytes.
        package var withheldLimit: Int
        /// How much of the answer's content is copied; nil = nothing.
        package var content: ContentLimits?

        /// A call's traits.
        package init(
            api: API, flavor: UsageFlavor, streams: Bool = false, stripsUsage: Bool, isHEAD: Bool, head: ClientHead,
            bufferedAnswer: Int,
            withheldLimit: Int, content: ContentLimits? = nil
        ) {
            self.api = api
            self.flavor = flavor
            self.streams = streams
            self.stripsUsage = stripsUsage
            self.isHEAD = isHEAD
            self.head = head
            self.bufferedAnswer = bufferedAnswer
            self.withheldLimit = withheldLimit
            self.content = content
        }
    }

    /// Where the machine stands.
    package enum Stage: Sendable, Hashable {
        case relaying
        /// The call can be settled; nothing more goes out before ``AnswerRelay/release(cost:)``.
        case withholding
        case released
        /// Everything is out.
        case finished
        /// The answer was cut after its head went out: the connection must be closed without an end.
        case truncated
    }

    package private(set) var stage = Stage.relaying
    /// The status sent, or to be sent; 0 before the head.
    package private(set) var status = 0
    /// The provider's own status; 0 when there was none.
    package private(set) var providerStatus = 0
    /// The provider's id of the request, from its head.
    package private(set) var upstreamRequestID: String?
    /// An event stream, by its content type.
    package private(set) var isStream = false
    /// Set by the first step that passed on generated content.
    package private(set) var sawContent = false
    /// Whether the client's connection can be used again after this answer.
    package var keepsAlive: Bool { call.head.keepsAlive }

    private var call: Call
    private var meter: AnswerMeter
    private var framing = ClientFraming.none
    private var head: HTTPResponseHead?
    private var headBytes = ByteBuffer()
    /// The whole body so far, while it is buffered; nil = it streams.
    private var buffered: ByteBuffer?
    private var passthrough = Passthrough.events
    private var output = ByteBuffer()
    private var withheld = ByteBuffer()
    private var answerEnded = false
    private var headIsOut = false

    /// How a body that is not buffered is held back.
    private enum Passthrough { case events, lastPart }

    /// A relay for `call`.
    package init(_ call: Call) {
        self.call = call
        meter = AnswerMeter(api: call.api, flavor: call.flavor, content: call.content)
    }

    /// Whether some of the answer has gone to the client, so that it can no longer be replaced.
    package var hasOutput: Bool { headIsOut }

    /// Whether reading from the provider must stop until the row is committed.
    package var wantsPause: Bool { stage == .withholding && withheld.readableBytes > call.withheldLimit }

    /// What has been metered so far.
    package var metered: MeteredResponse { meter.response }
    /// Bytes of generated text seen, for estimates.
    package var outputBytes: Int { meter.outputBytes }
    /// All of it but its end where it is too long to be kept.
    var longText: LongText? { meter.longText }
    /// What the answer says, as far as it is to be copied.
    package var content: [MessageContent] { meter.content?.messages ?? [] }
    /// Whether some of what it says is not in ``content``.
    var contentIsCut: Bool { meter.content?.isCut ?? false }
    /// The provider's body, or its beginning, where it is an error that must be classified.
    package var errorBody: ByteBuffer { buffered ?? ByteBuffer() }
    /// Whether the stream's terminal event has been seen.
    package var sawTerminal: Bool { meter.sawTerminal }

    /// What is to be written to the client now.
    package mutating func takeOutput() -> ByteBuffer? {
        guard output.readableBytes > 0 else { return nil }
        let taken = output
        output = ByteBuffer()
        return taken
    }

    // MARK: The provider's answer

    /// The final head; `bytes` are the head's bytes.
    package mutating func answerHead(_ head: HTTPResponseHead, in bytes: ByteBuffer) {
        status = head.status
        providerStatus = head.status
        self.head = head
        headBytes = bytes
        let traits = AnswerTraits(head, in: bytes)
        upstreamRequestID = traits.requestID
        let bodyFraming = head.framing(forRequestMethodHEAD: call.isHEAD)
        meter.begin(traits, stripsUsage: call.stripsUsage, streams: call.streams)
        isStream = traits.isEventStream || meter.isStream
        switch bodyFraming {
        case .none:
            framing =
                traits.contentLength.map { .length($0) }
                ?? (call.isHEAD || head.status == 204 || head.status == 304 ? .none : .length(0))
        case .length(let length):
            framing = meter.mayStrip ? streamFraming : .length(length)
        case .chunked, .untilClose:
            framing = streamFraming
        }
        if framing == .close { call.head.keepsAlive = false }
        if isStream {
            passthrough = .events
            writeHead()
        } else if call.api.isMetered, traits.contentLength ?? (traits.isMedia ? .max : 0) <= call.bufferedAnswer {
            buffered = ByteBuffer()
        } else {
            passthrough = .lastPart
            if bodyFraming != .none { writeHead() }
        }
    }

    private var streamFraming: ClientFraming { call.head.clientMinorVersion == 0 ? .close : .chunked }

    /// A part of the body.
    package mutating func answerBody(_ part: ByteBuffer) {
        if var whole = buffered {
            buffered = nil
            if whole.readableBytes == 0 { whole = part } else { whole.writeImmutableBuffer(part) }
            if whole.readableBytes <= call.bufferedAnswer {
                buffered = whole
            } else {
                passthrough = .lastPart
                writeHead()
                passOn(whole)
            }
            return
        }
        passOn(part)
    }

    /// The body's end.
    package mutating func answerEnd() {
        answerEnded = true
        if let whole = buffered {
            meter.whole(whole)
            withhold()
            return
        }
        if stage == .relaying { withhold() }
        if let tail = meter.finish() { emit(tail) }
        writeEnd()
        if stage == .released { stage = .finished }
    }

    /// The connection ended before the body did: whatever is there is all.
    package mutating func answerCut() {
        answerEnded = true
        meter.breakOff()
        if stage == .released {
            stage = .truncated
        } else {
            isTruncated = true
            withhold()
        }
        if let tail = meter.finish() { emit(tail) }
        if let whole = buffered { meter.whole(whole) }
    }

    private var isTruncated = false

    /// The client's connection is closed after this answer, and its head says so.
    package mutating func closesAfterwards() { call.head.keepsAlive = false }

    /// Replaces the answer by one of the gateway's own; only while nothing has gone out.
    package mutating func answerLocally(status: Int, reason: String, body: [UInt8], fields: [(String, String)]) {
        self.status = status
        head = nil
        buffered = nil
        answerEnded = true
        isTruncated = false
        local = (reason, body, fields)
        stage = .withholding
        withheld = ByteBuffer()
    }

    private var local: (reason: String, body: [UInt8], fields: [(String, String)])?

    // MARK: The client's end

    /// The row is committed (or may wait no longer): lets everything go.
    package mutating func release(cost: NanoUSD?) {
        guard stage == .withholding else { return }
        stage = .released
        if let local {
            call.head.writeOwn(
                status: status, reason: local.reason, fields: local.fields, contentLength: local.body.count,
                cost: cost, to: &output)
            if !call.isHEAD { output.writeBytes(local.body) }
            headIsOut = true
        } else if let whole = buffered {
            buffered = nil
            if framing == .chunked || framing == .close {
                framing = .length(whole.readableBytes)
            }
            writeHead(cost: cost, body: whole.readableBytes)
            output.writeImmutableBuffer(whole)
        } else {
            if !headIsOut { writeHead(cost: cost) }
            output.writeBuffer(&withheld)
        }
        if answerEnded { stage = isTruncated ? .truncated : .finished }
    }

    private mutating func withhold() {
        guard stage == .relaying else { return }
        stage = .withholding
    }

    private mutating func passOn(_ part: ByteBuffer) {
        switch passthrough {
        case .events:
            let step = meter.events(part)
            sawContent = sawContent || step.sawContent
            if let before = step.before { emit(before) }
            if step.holds { withhold() }
            if let after = step.after { emit(after) }
        case .lastPart:
            meter.part(part)
            if stage == .relaying {
                lastPart.map { emit($0) }
                lastPart = part
            } else {
                emit(part)
            }
        }
    }

    /// The newest part of a streamed plain body: it goes out when another one follows it, or after the commit.
    private var lastPart: ByteBuffer?

    private mutating func emit(_ data: ByteBuffer) {
        guard data.readableBytes > 0 else { return }
        if stage == .withholding {
            Self.write(data, framing, to: &withheld)
        } else if output.readableBytes == 0, framing != .chunked {
            output = data
        } else {
            Self.write(data, framing, to: &output)
        }
    }

    private static func write(_ data: ByteBuffer, _ framing: ClientFraming, to target: inout ByteBuffer) {
        if framing == .chunked { target.writeChunk(data) } else { target.writeImmutableBuffer(data) }
    }

    private mutating func writeEnd() {
        if let last = lastPart {
            lastPart = nil
            emit(last)
        }
        guard framing == .chunked else { return }
        if stage == .withholding {
            withheld.writeStaticString("0\r\n\r\n")
        } else {
            output.writeStaticString("0\r\n\r\n")
        }
    }

    /// - Parameter body: bytes that will be written behind it at once.
    private mutating func writeHead(cost: NanoUSD? = nil, body: Int = 0) {
        guard let head else { return }
        headIsOut = true
        output.reserveCapacity(output.readableBytes + headBytes.readableBytes + 256 + body)
        call.head.write(head, in: headBytes, framing: framing, cost: cost, to: &output)
    }
}
