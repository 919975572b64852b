import Dialects
import HTTPMessages
import Ledger
import NIOCore

/// One client connection.
///
/// Thin: framing is in ``RequestReader``, the call's course in ``Call``.
///
/// ```
/// idle/reading --(whole request, perhaps spooled)--> answering --(answer out)--> idle
///      `--(malformed, too slow)--> closing --(answer out, or linger over)--> closed
/// ```
final class ClientHandler: ChannelDuplexHandler, FlushedLater {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let loop: LoopContext
    private var context: ChannelHandlerContext?
    private var reader: RequestReader
    private var call: Call?
    /// The request whose body is too large to be collected, and its body so far.
    private var spooling: (head: HTTPRequestHead, bytes: ByteBuffer, body: SpooledBody)?
    /// Where it stands in its loop's list of clients.
    var index: Int?
    private var isStepping = false
    /// The connection is to be closed; nothing more is read as a request.
    private var isClosing = false
    private var readIsHeld = false
    /// Something has been written that is not on its way yet.
    private var isUnflushed = false
    /// Monotonic nanoseconds at which the request now being read began, or the connection fell idle.
    private var waitingSince = CallClock.monotonicNanoseconds()
    /// Monotonic nanoseconds of the last bytes of a body.
    private var lastBodyRead: Int64 = 0
    private var stall = StallWatch()
    /// When a closing connection is closed for good.
    private var lingerUntil: Int64?

    /// Bytes of further requests that are kept while one is answered.
    private static let pipelineLimit = 64 << 10
    /// A write of up to so many bytes goes out together with those to other connections.
    private static let gatheredWrite = 16 << 10
    /// How long a refused client may go on sending before its connection is reset.
    private static let lingerNanoseconds: Int64 = 1_000_000_000

    init(loop: LoopContext) {
        self.loop = loop
        reader = RequestReader(limits: loop.headLimits, bodyLimit: loop.settings.limits.requestBody)
    }

    // MARK: The call's side

    /// Whether more may be written.
    var isWritable: Bool { context?.channel.isWritable ?? false }

    /// Writes bytes of the answer; they are on their way at the end of the loop's turn (``LoopContext/flushLater(_:)``).
    func write(_ bytes: ByteBuffer) {
        guard let context else { return }
        context.write(wrapOutboundOut(bytes), promise: nil)
        guard !isUnflushed else { return }
        isUnflushed = true
        // Much by itself is not gathered: the channel would take no more, and reading from the provider stop for that.
        if bytes.readableBytes <= Self.gatheredWrite { loop.flushLater(self) } else { flush() }
    }

    /// Sends what has been written.
    func flush() {
        guard isUnflushed else { return }
        isUnflushed = false
        context?.flush()
    }

    /// The answer is out.
    func callFinished(keepsAlive: Bool) {
        call = nil
        guard !reader.isReading else {
            lingerThenClose()
            return
        }
        guard keepsAlive, !loop.isDraining, !isClosing else {
            closeAfterFlush()
            return
        }
        waitingSince = CallClock.monotonicNanoseconds()
        reader.next()
        resumeReading()
        step()
    }

    /// The answer was cut: the connection is closed without an end.
    func callTruncated() {
        call = nil
        closeAfterFlush()
    }

    /// A call that was admitted will answer.
    func began(_ call: Call) { self.call = call }

    /// Answers without a call, and closes where the request's rest cannot be read.
    func refuse(_ answer: LocalAnswer, keepsAlive: Bool, minorVersion: Int, isHEAD: Bool) {
        var out = ByteBufferAllocator().buffer(capacity: answer.body.count + 512)
        let keepsAlive = keepsAlive && !loop.isDraining
        let head = ClientHead(
            requestID: loop.ids.next(at: CallClock.wallMicroseconds()).description, keepsAlive: keepsAlive,
            clientMinorVersion: minorVersion)
        head.writeOwn(
            status: answer.status, reason: answer.reason, fields: answer.fields, contentLength: answer.body.count,
            cost: nil, to: &out)
        if !isHEAD { out.writeBytes(answer.body) }
        write(out)
        // At once: a client that has half closed its connection is closed in this same turn, before anything else goes out.
        flush()
        if keepsAlive {
            callFinished(keepsAlive: true)
        } else {
            lingerThenClose()
        }
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.add(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        loop.remove(self)
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        if reader.isIdle { waitingSince = CallClock.monotonicNanoseconds() }
        if reader.isReadingBody { lastBodyRead = CallClock.monotonicNanoseconds() }
        reader.receive(unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        step()
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if let call, reader.buffered > Self.pipelineLimit || call.holdsUpload {
            readIsHeld = true
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            stall.reset()
            call?.upstream?.resume()
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosing = true
        spooling = nil
        gone()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset, or the like: the connection is of no use any more.
        context.close(promise: nil)
    }

    // MARK: Time

    /// Looks at the connection's deadlines; `now` in monotonic nanoseconds.
    func tick(now: Int64) {
        let timeouts = loop.settings.timeouts
        if let lingerUntil, now > lingerUntil {
            abort()
        } else if let context, !context.channel.isWritable {
            // A client that takes nothing off the connection for the limit is treated as gone.
            guard stall.duration(context, now: now) > timeouts.clientStall.nanoseconds else { return }
            gone()
            abort()
        } else if call != nil {
            // A body that is passed on as it comes, and comes no more.
            guard reader.isReadingBody, !readIsHeld, now - lastBodyRead > timeouts.clientRead.nanoseconds else {
                return
            }
            gone()
            abort()
        } else if !isClosing {
            let since = reader.isReadingBody ? max(lastBodyRead, waitingSince) : waitingSince
            if reader.isReading, now - since > timeouts.clientRead.nanoseconds {
                loop.observer.callRefused(CallRefused(reason: .clientTimeout, status: 408))
                refuse(
                    LocalAnswer(
                        status: 408, code: "request_timeout", message: "The request took too long to arrive.",
                        dialect: dialect), keepsAlive: false, minorVersion: 1, isHEAD: false)
            } else if reader.isIdle, now - waitingSince > timeouts.clientIdle.nanoseconds {
                abort()
            }
        }
    }

    // MARK: Closing

    /// Shutdown: an idle connection is closed, a busy one after its answer.
    func drain() {
        guard call == nil, !reader.isReading else { return }
        closeAfterFlush()
    }

    /// Closes at once.
    func abort() {
        isClosing = true
        flush()
        context?.close(promise: nil)
    }

    private func gone() {
        guard let call else { return }
        self.call = nil
        call.clientGone()
    }

    private func closeAfterFlush() {
        isClosing = true
        guard let context else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { _ in
            self.context?.close(promise: nil)
        }
    }

    /// Ends the output, and reads on for a moment, so that a reset does not destroy the answer on its way.
    private func lingerThenClose() {
        isClosing = true
        lingerUntil = CallClock.monotonicNanoseconds() + Self.lingerNanoseconds
        flush()
        context?.close(mode: .output, promise: nil)
    }

    /// Reads on, where reading was held.
    func resumeReading() {
        guard readIsHeld else { return }
        readIsHeld = false
        context?.read()
    }

    // MARK: Requests

    private func step() {
        guard !isStepping else { return }
        isStepping = true
        defer { isStepping = false }
        while !isClosing {
            switch reader.step(handling: { CallStarter.handling($0, in: $1, loop: loop) }) {
            case .needMore: return
            case .begin(let head, let bytes):
                lastBodyRead = CallClock.monotonicNanoseconds()
                CallStarter(loop: loop, client: self, begun: waitingSince).start(head, in: bytes, body: nil)
            case .large(let head, let bytes, let beginning):
                lastBodyRead = CallClock.monotonicNanoseconds()
                spool(head, bytes, beginning)
            case .part(let part):
                if spooling == nil { call?.upload(part) } else { spool(part) }
            case .end:
                if spooling == nil { call?.uploadEnded() } else { spooled() }
            case .sendContinue: write(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))
            case .request(let head, let bytes, let body):
                CallStarter(loop: loop, client: self, begun: waitingSince).start(
                    head, in: bytes, body: .memory(body))
            case .refuse(let error): refuseMalformed(error)
            }
        }
    }

    /// Begins to put a large body into a file.
    private func spool(_ head: HTTPRequestHead, _ bytes: ByteBuffer, _ beginning: ByteBuffer) {
        do throws(SpoolError) {
            let body = try SpooledBody(
                directory: loop.settings.spoolDirectory ?? ".", encoding: CallStarter.encoding(head, in: bytes),
                form: CallStarter.route(head, in: bytes, router: &loop.router)
                    .flatMap { CallStarter.form(head, in: bytes, $0) }, content: loop.tracing?.contentLimits)
            spooling = (head, bytes, body)
        } catch {
            refuseUnstored(error)
            return
        }
        spool(beginning)
    }

    private func spool(_ part: ByteBuffer) {
        guard part.readableBytes > 0 else { return }
        do throws(SpoolError) {
            try spooling?.body.append(part)
        } catch {
            refuseUnstored(error)
        }
    }

    /// The large body is whole: its call begins.
    private func spooled() {
        guard let (head, bytes, body) = spooling else { return }
        spooling = nil
        CallStarter(loop: loop, client: self, begun: waitingSince).start(head, in: bytes, body: .file(body))
    }

    private func refuseUnstored(_ error: SpoolError) {
        spooling = nil
        let answer = LocalAnswer(error, dialect: dialect)
        loop.observer.callRefused(CallRefused(reason: .bodyNotStored, status: answer.status))
        refuse(answer, keepsAlive: false, minorVersion: 1, isHEAD: false)
    }

    private func refuseMalformed(_ error: HeadError) {
        if let call {
            // The body that was being passed on is not valid, or too large.
            call.uploadFailed(error)
            return
        }
        spooling = nil
        let reason: CallRefused.Reason = error.status == 413 ? .bodyTooLarge : .malformed
        loop.observer.callRefused(CallRefused(reason: reason, status: error.status))
        let code = error.status == 413 ? "request_too_large" : "invalid_request"
        refuse(
            LocalAnswer(
                status: error.status, code: code, message: error.reason, dialect: dialect, mayRetry: false),
            keepsAlive: false, minorVersion: 1, isHEAD: false)
    }

    /// The dialect of the request that is being read; OpenAI's where that is not known yet.
    private var dialect: Dialect {
        guard let (head, bytes) = reader.subject else { return .openai }
        return CallStarter.route(head, in: bytes, router: &loop.router)
            .map { loop.upstreams[$0.provider].provider.dialect } ?? .openai
    }
}
