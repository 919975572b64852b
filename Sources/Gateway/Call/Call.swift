import Budgets
import Dialects
import HTTPMessages
import Ledger
import Money
import NIOCore
import Usage

/// One client call, from its admission to its row.
///
/// Lives on one event loop.
///
/// ```
/// forwarding --(head)--> relaying --(terminal event or end)--> settling --(commit)--> settled
///     |                     |  `--(client gone)--> draining --(end or limit)--^
///     `--(failed, nothing out: an answer of the gateway's own)---------------^
/// ```
/// Settled is reached exactly once, whatever happens: ``settle(_:)`` is the only way to a row.
final class Call {
    let loop: LoopContext
    let upstreamIndex: Int
    let route: Route
    /// Monotonic nanoseconds at which the request's first byte had come, its last one, and so on.
    var timeline: Timeline
    var record: UsageRecord
    /// What the request's body says; of a form that is passed on as it comes, once it has.
    var facts: RequestFacts?
    let request: UpstreamRequest
    var relay: AnswerRelay
    var slot: HoldSlot?
    /// What the call's cost counts for; nil once it has been counted.
    var budgetSubject: BudgetSubject?
    var budgetHold: BudgetHold?
    /// What the call has taken of its virtual key's limits.
    var keyUse: KeyLimiter.Use?
    /// The request's body, where it is passed on as it comes.
    var uploading: Upload?
    /// Reads that body in passing, where it is a form.
    var form: MultipartScanner?
    /// The row given to the ledger releases a hold.
    var hadHold = false
    /// nil once the client has gone.
    var client: ClientHandler?
    /// nil while none is assigned, and after the answer has been read.
    var upstream: UpstreamHandler?
    var phase = Phase.connecting
    /// Bytes read of the answer after the client went away.
    var drained = 0
    /// Whether the provider took the call, as far as is known when it is settled.
    var answered = false
    /// Whether the one second try has been used.
    var wasResent = false
    /// Where it stands in its loop's list of active calls.
    var index: Int?
    /// The request's method.
    let method: String
    /// nil where calls are not traced.
    var trace: (any CallTrace)?
    /// How the request's body is compressed; nil = it is not.
    var bodyEncoding: String?
    /// Filled only where the trace is recorded.
    var attempts: [(at: Int64, isReused: Bool, outcome: UpstreamEnded.Outcome?)] = []

    /// Where the call stands.
    enum Phase {
        /// Waiting for a connection to the provider.
        case connecting
        /// The request is on its way or out; no byte of the answer has come.
        case forwarded
        case relaying
        /// The row is with the ledger.
        case settling
        case settled
    }

    /// When what happened, in monotonic nanoseconds.
    struct Timeline {
        var begun: Int64
        /// The request was whole (or its head, where the body is passed on as it comes).
        var received = CallClock.monotonicNanoseconds()
        var requestSent: Int64 = 0
        /// Since when the provider is to answer.
        var awaiting: Int64 = 0
        var firstAnswerByte: Int64 = 0
        var firstContent: Int64 = 0
        var answerEnd: Int64 = 0
        var lastRead: Int64 = 0
        var clientGone: Int64 = 0
        var settled: Int64 = 0
    }

    init(
        loop: LoopContext, upstreamIndex: Int, method: String, route: Route, record: UsageRecord, facts: RequestFacts?,
        request: UpstreamRequest, relay: consuming AnswerRelay, begun: Int64, client: ClientHandler
    ) {
        self.loop = loop
        self.upstreamIndex = upstreamIndex
        self.method = method
        self.route = route
        self.record = record
        self.facts = facts
        self.request = request
        self.relay = relay
        self.client = client
        timeline = Timeline(begun: begun)
    }

    var provider: UpstreamProvider { loop.upstreams[upstreamIndex].provider }

    // MARK: The provider's side

    /// The request is about to be written to a connection.
    func forwarded(on upstream: UpstreamHandler) {
        self.upstream = upstream
        phase = .forwarded
        timeline.requestSent = CallClock.monotonicNanoseconds()
        timeline.lastRead = timeline.requestSent
        timeline.awaiting = timeline.requestSent
        noteAttempt(isReused: upstream.isReused)
    }

    /// What was written of the request goes out now, which may fail at once.
    func flushed() {
        timeline.requestSent = CallClock.monotonicNanoseconds()
        timeline.awaiting = timeline.requestSent
    }

    /// The last of a body that is in a file has been handed to the connection.
    func bodySent() { timeline.awaiting = CallClock.monotonicNanoseconds() }

    /// The answer's final head has come.
    func answerHead(_ head: HTTPResponseHead, in bytes: ByteBuffer) {
        phase = .relaying
        timeline.firstAnswerByte = timeline.lastRead
        if isUploading { relay.closesAfterwards() }
        relay.answerHead(head, in: bytes)
        record.stream = record.stream || relay.isStream
    }

    /// A part of the answer's body has come.
    func answerBody(_ part: ByteBuffer) {
        if client == nil { drained += part.readableBytes }
        relay.answerBody(part)
        if timeline.firstContent == 0, relay.sawContent { timeline.firstContent = timeline.lastRead }
    }

    /// The answer is whole.
    ///
    /// The connection is the pool's again.
    func answerEnded() {
        detach()
        attemptEnded(relay.providerStatus >= 400 ? .errorStatus : .ok)
        relay.answerEnd()
    }

    /// After what one read brought has been put in: passes on what may go out, settles where the end has come.
    func proceed() {
        flush()
        if phase == .relaying, relay.stage == .withholding { settle(nil) }
        if client == nil, phase == .relaying, drained > loop.settings.limits.drain {
            abandonUpstream()
            settle(nil)
        }
    }

    /// The attempt failed: no connection, a timeout, a cut, an answer that is not HTTP.
    func upstreamFailed(_ failure: UpstreamFailure) {
        detach()
        attemptEnded(failure.outcome, message: failure.message)
        guard phase != .settling, phase != .settled else {
            // The terminal event is with the ledger; what would have followed it never comes.
            relay.answerCut()
            if phase == .settled { flush() }
            return
        }
        if relay.hasOutput || client == nil {
            relay.answerCut()
        } else {
            answerLocally(failure.status, failure.code, failure.message)
        }
        settle(failure.errorType)
    }

    /// Replaces the answer by a refusal in the dialect's own shape.
    func answerLocally(_ status: Int, _ code: String, _ message: String, mayRetry: Bool = true) {
        let local = LocalAnswer(
            status: status, code: code, message: message, dialect: route.operation.dialect, mayRetry: mayRetry)
        relay.answerLocally(status: status, reason: local.reason, body: local.body, fields: local.fields)
    }

    // MARK: The client's side

    /// The client has gone, or takes nothing any more.
    func clientGone() {
        client = nil
        timeline.clientGone = CallClock.monotonicNanoseconds()
        switch phase {
        case .connecting:
            // Nothing has been forwarded: no row.
            phase = .settled
            endAdmission(cost: .zero, usedTokens: 0)
            if let slot {
                self.slot = nil
                loop.lane.release(slot)
                loop.countHold(-1)
            }
            loop.remove(self)
        case .forwarded, .relaying:
            guard relay.stage == .relaying else { return }
            record.clientDisconnected = true
            if provider.onDisconnect == .abort || isUploading {
                abandonUpstream()
                settle(nil)
            } else {
                upstream?.resume()
            }
        case .settling, .settled:
            // What follows the terminal event is read on for a moment, so that the connection can be used again.
            upstream?.resume()
        }
    }

    /// The provider's connection is this call's no more.
    private func detach() {
        upstream = nil
        if phase == .settling || phase == .settled { loop.remove(self) }
    }

    /// Closes the provider's connection in the middle of its answer.
    func abandonUpstream() {
        guard let upstream else { return }
        detach()
        attemptEnded(relay.sawTerminal ? .ok : .aborted)
        upstream.abandon()
        if relay.stage != .withholding { relay.answerCut() }
    }

    /// Whether the client's side can take more; otherwise the provider is not read.
    var wantsMore: Bool {
        guard !relay.wantsPause else { return false }
        return client?.isWritable ?? true
    }

    /// Writes what may go out now.
    func flush() {
        let output = relay.takeOutput()
        guard let client else { return }
        if let output { client.write(output) }
        switch relay.stage {
        case .finished:
            self.client = nil
            client.callFinished(keepsAlive: relay.keepsAlive)
        case .truncated:
            self.client = nil
            client.callTruncated()
        case .relaying, .withholding, .released: break
        }
    }
}
