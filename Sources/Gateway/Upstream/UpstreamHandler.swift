import Dialects
import Glibc
import HTTPMessages
import NIOCore

/// One connection to a provider: writes a request, reads its answer, then goes back to the pool.
///
/// Thin: the protocol is in ``AnswerReader``, the call's course in ``Call``.
final class UpstreamHandler: ChannelDuplexHandler, FlushedLater {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let pool: UpstreamPool
    private var context: ChannelHandlerContext?
    private var reader: AnswerReader?
    private var readIsHeld = false
    /// nil while idle in the pool.
    private(set) var call: Call?
    /// Whether the connection has carried a call before this one.
    private(set) var isReused = false
    /// Monotonic nanoseconds since which it is idle.
    var idleSince: Int64 = 0
    private var isClosed = false
    /// What is still to be sent of a body that is in a file.
    private var windows: BodyWindows?
    private var isSending = false
    /// A request has been written that is not on its way yet.
    private var isUnflushed = false
    private var stall = StallWatch()

    /// Windows that are sent before other connections have their turn.
    private static let windowsATurn = 16

    init(pool: UpstreamPool) {
        self.pool = pool
    }

    /// Sends the call's request.
    ///
    /// `isReused` is true for a connection out of the pool.
    func start(_ call: Call) {
        guard let context, !isClosed else {
            pool.acquire(for: call, fresh: true)
            return
        }
        self.call = call
        reader = AnswerReader(limits: .response, isHEAD: call.request.isHEAD)
        // First, because a write to a connection that is gone ends the call within it.
        call.forwarded(on: self)
        context.write(wrapOutboundOut(call.request.bytes), promise: nil)
        isUnflushed = true
        if let rest = call.request.rest {
            context.write(wrapOutboundOut(rest), promise: nil)
            flush()
        } else {
            pool.loop.flushLater(self)
        }
        guard self.call === call else { return }
        call.sendWaiting()
        windows = call.request.windows
        send()
    }

    /// Sends what has been written.
    func flush() {
        guard isUnflushed else { return }
        isUnflushed = false
        call?.flushed()
        context?.flush()
    }

    /// Whether the request is still on its way from a file.
    var hasMoreToSend: Bool { windows != nil }

    /// Sends on from the file, as far as the provider takes it.
    private func send() {
        guard !isSending, let call else { return }
        isSending = true
        defer { isSending = false }
        var turn = 0
        while windows != nil, let context, context.channel.isWritable {
            guard turn < Self.windowsATurn else {
                context.eventLoop.assumeIsolated().execute { self.send() }
                return
            }
            turn += 1
            do throws(SpoolError) {
                guard let window = try windows?.next() else {
                    windows = nil
                    call.bodySent()
                    return
                }
                // A write to a connection that is gone ends the call within it.
                write(window)
                guard self.call === call else { return }
            } catch {
                fail(
                    UpstreamFailure(
                        outcome: .aborted,
                        message: "The request's body was kept in a file, which cannot be read: \(error.reason)."))
            }
        }
    }

    /// Whether the provider has taken nothing of the request for longer than `limit`; looked at in every tick.
    func isStalled(now: Int64, limit: Int64) -> Bool {
        guard let context, !context.channel.isWritable else {
            stall.reset()
            return false
        }
        return stall.duration(context, now: now) > limit
    }

    /// Writes a further part of the request.
    func write(_ bytes: ByteBuffer) { context?.writeAndFlush(wrapOutboundOut(bytes), promise: nil) }

    /// Whether more of a request may be written.
    var isWritable: Bool { context?.channel.isWritable ?? false }

    /// Closes the connection; its call hears nothing more of it.
    func abandon() {
        call = nil
        close()
    }

    /// Reads on, where reading was held for a client that is slow.
    func resume() {
        guard readIsHeld else { return }
        readIsHeld = false
        context?.read()
    }

    /// Fails the call, and closes.
    func fail(_ failure: UpstreamFailure) {
        guard let call else { return }
        self.call = nil
        close()
        call.upstreamFailed(failure)
    }

    /// Closes an idle connection.
    func close() {
        isClosed = true
        windows = nil
        flush()
        context?.close(promise: nil)
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let call else {
            // Nobody asked: nothing good can follow.
            pool.remove(self)
            close()
            return
        }
        call.timeline.lastRead = CallClock.monotonicNanoseconds()
        reader?.receive(unwrapInboundIn(data))
        advance(call)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        call?.proceed()
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosed = true
        windows = nil
        guard let call else {
            pool.remove(self)
            return
        }
        self.call = nil
        if reader?.closed() ?? false {
            call.answerEnded()
            call.proceed()
        } else {
            lost(call, how: "closed the connection")
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let call else {
            pool.remove(self)
            close()
            return
        }
        self.call = nil
        close()
        let code = (error as? IOError)?.errnoCode
        lost(call, how: code == ECONNRESET || code == EPIPE ? "reset the connection" : "failed (\(error))")
    }

    /// The connection is gone before the answer's end: once more where that is allowed, else the call has failed.
    private func lost(_ call: Call, how: String) {
        let began = reader?.isUntouched == false
        if isReused, !began, mayResend(call) {
            call.wasResent = true
            pool.loop.observer.upstreamReconnected(provider: pool.provider.id)
            pool.acquire(for: call, fresh: true)
            return
        }
        let end = began ? "in the middle of its answer" : "without an answer"
        call.upstreamFailed(
            UpstreamFailure(
                outcome: .cut, message: "The provider \(pool.provider.id) \(how) \(end).", beganAnswer: began))
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            stall.reset()
            send()
            call?.client?.resumeReading()
        }
        context.fireChannelWritabilityChanged()
    }

    func read(context: ChannelHandlerContext) {
        if let call, !call.wantsMore {
            readIsHeld = true
        } else {
            context.read()
        }
    }

    /// CONTRACTS.md "Bodies": on a reused connection, closed within 1 s, before any byte of an answer; once.
    private func mayResend(_ call: Call) -> Bool {
        let age = CallClock.monotonicNanoseconds() - call.timeline.requestSent
        return pool.loop.settings.resendsOnStaleConnection && !call.wasResent && call.uploading == nil
            && age < 1_000_000_000
    }

    private func advance(_ call: Call) {
        while true {
            guard let step = reader?.step() else { return }
            switch step {
            case .needMore: return
            case .head(let head, let bytes): call.answerHead(head, in: bytes)
            case .body(let part): call.answerBody(part)
            case .end(let reusable):
                self.call = nil
                let wasSent = !call.isUploading && windows == nil
                windows = nil
                call.answerEnded()
                if reusable, wasSent, !isClosed {
                    isReused = true
                    pool.release(self)
                } else {
                    close()
                }
                call.proceed()
                return
            case .failed(let error):
                fail(
                    UpstreamFailure(
                        outcome: .malformed,
                        message:
                            "The provider \(pool.provider.id) sent an answer that is not valid HTTP: \(error.reason)"))
                return
            }
        }
    }
}
