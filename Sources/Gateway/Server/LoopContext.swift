import Budgets
import Dialects
import HTTPMessages
import Ledger
import NIOCore
import NIOPosix
import Pricing
import Synchronization
import Usage

/// What one event loop owns: its clients, its connections to providers, its calls, its lane into the ledger.
///
/// A client's connection, the provider's connection and its pool live on one loop, so nothing here is locked.
///
/// `@unchecked Sendable`: made before the loop is handed work, then used on its event loop only; the closures that
/// carry it to the loop (`LoopContext.run`, the channel initializers) run there. `preconditionInEventLoop` guards the ways in.
final class LoopContext: @unchecked Sendable {
    let eventLoop: any EventLoop
    let settings: GatewaySettings
    let headLimits: HeadLimits
    var router: Router
    let keys: any VirtualKeys
    let budgets: BudgetBook
    let admission: Admission
    let leaseDesk: LeaseDesk?
    let pricing: Pricing
    let labels: any LabelAdmitting
    let observer: any GatewayObserver
    let tracing: (any CallTracing)?
    let ledgerHealth: @Sendable () -> LedgerHealth
    let ids: CallIDGenerator
    let background: BackgroundResponses
    private(set) var upstreams: [UpstreamPool] = []
    private(set) var lane: any LedgerLane
    /// Settled calls whose commit is awaited, in the order of `settle`.
    var awaiting: CallQueue = CallQueue()
    /// Calls whose tokens are being counted.
    private var counting = 0
    /// Calls that are connecting, forwarded or relaying.
    private(set) var active: [Call] = []
    private(set) var clients: [ClientHandler] = []
    private(set) var isDraining = false
    /// Holds of this loop's calls; written here, read by a scrape.
    let openHolds = Atomic<Int>(0)
    /// Connections that have been written to in this turn of the loop.
    private var unflushed: [any FlushedLater] = []
    private var ticker: RepeatedTask?
    /// Monotonic nanoseconds at which the last tick ran; 0 before the first.
    private var lastTick: Int64 = 0

    /// How often deadlines are looked at.
    private static let tickInterval = TimeAmount.milliseconds(100)
    /// So many connections are flushed without waiting for the turn's end: no write waits for long.
    private static let flushedTogether = 64

    init(
        eventLoop: any EventLoop, parts: GatewayParts, settings: GatewaySettings, lane: any LedgerLane,
        leaseDesk: LeaseDesk?
    ) {
        self.eventLoop = eventLoop
        self.settings = settings
        self.lane = lane
        headLimits = HeadLimits(maximumBytes: settings.limits.head)
        router = Router(settings.providers)
        keys = parts.keys
        pricing = parts.pricing
        budgets = parts.budgets
        admission = Admission(
            budgets: parts.budgets, pricing: parts.pricing, settings: settings, ledgerHealth: parts.ledgerHealth)
        self.leaseDesk = leaseDesk
        labels = parts.labels
        observer = parts.observer
        tracing = parts.tracing
        ledgerHealth = parts.ledgerHealth
        ids = parts.ids
        background = parts.background
        upstreams = settings.providers.map { UpstreamPool(provider: $0, loop: self) }
    }

    /// Calls that have not reached their client's end.
    var calls: Int { active.count + counting + awaiting.count }

    // MARK: Registers

    func add(_ client: ClientHandler) {
        client.index = clients.count
        clients.append(client)
    }

    func remove(_ client: ClientHandler) {
        guard let index = client.index else { return }
        client.index = nil
        let last = clients.removeLast()
        guard last !== client else { return }
        clients[index] = last
        last.index = index
    }

    func add(_ call: Call) {
        call.index = active.count
        active.append(call)
    }

    func remove(_ call: Call) {
        guard let index = call.index else { return }
        call.index = nil
        let last = active.removeLast()
        guard last !== call else { return }
        active[index] = last
        last.index = index
    }

    /// A call has opened its hold, or it is settled or released.
    func countHold(_ change: Int) { openHolds.add(change, ordering: .relaxed) }

    /// Counts tokens where it does not hold up the loop, then calls `body` on the loop.
    func count(_ estimate: TokenEstimate, _ body: @escaping (Usage) -> Void) {
        counting += 1
        // A large request takes a second; the pool is the process's own, and ends with it.
        NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) { estimate.usage() }
            .assumeIsolated().whenComplete { result in
                self.counting -= 1
                // The pool gives no thread only where the process ends; then the count is made here.
                body((try? result.get()) ?? estimate.usage())
            }
    }

    // MARK: Writing

    /// Has `connection` flushed at the end of the loop's turn, with all others that have been written to in it.
    ///
    /// The other side's process is woken once by many writes in a row; after each of them, with the work for the next
    /// in between, it would have fallen asleep again. That costs more than the writes.
    func flushLater(_ connection: any FlushedLater) {
        if unflushed.isEmpty { eventLoop.assumeIsolated().execute { self.flushWritten() } }
        unflushed.append(connection)
        if unflushed.count >= Self.flushedTogether { flushWritten() }
    }

    private func flushWritten() {
        var connections: [any FlushedLater] = []
        // A write to a connection that is gone ends its call, which writes to another connection.
        swap(&connections, &unflushed)
        for connection in connections { connection.flush() }
    }

    // MARK: Time

    /// Starts to look at deadlines.
    func start() {
        ticker = eventLoop.scheduleRepeatedTask(initialDelay: Self.tickInterval, delay: Self.tickInterval) { _ in
            let now = CallClock.monotonicNanoseconds()
            if self.lastTick > 0 {
                let late = now - self.lastTick - Self.tickInterval.nanoseconds
                self.observer.loopLagged(seconds: Double(max(0, late)) / 1e9)
            }
            self.tick(now: now)
            // A tick's own work delays the next one: it counts from here.
            self.lastTick = CallClock.monotonicNanoseconds()
        }
    }

    /// Looks at every deadline of this loop.
    func tick(now: Int64) {
        for client in clients { client.tick(now: now) }
        for call in active { call.tick(now: now) }
        for upstream in upstreams { upstream.expire(now: now) }
        releaseLate(now: now)
    }

    // MARK: The ledger

    /// The writer has ended a batch with `batch.ids.count` calls of this loop, in the order they were settled in.
    func settled(_ batch: SettledBatch) {
        eventLoop.preconditionInEventLoop()
        for _ in batch.ids {
            guard let call = awaiting.popFirst() else { return }
            call.committed(batch.result)
        }
        flushWritten()
    }

    /// Releases calls whose commit has taken too long, after a copy of their row went to the emergency journal.
    private func releaseLate(now: Int64) {
        let limit = settings.timeouts.commit.nanoseconds
        for call in awaiting where now - call.timeline.settled > limit {
            guard !call.isReleased else { continue }
            _ = lane.journal(call.record)
            call.releaseLate()
        }
    }

    // MARK: The end

    /// Closes what is idle; what runs gets its end, then its connection is closed.
    func drain() {
        isDraining = true
        for client in clients { client.drain() }
    }

    /// Ends what still runs: their rows are written with what is known.
    func cutOff() {
        for call in active { call.cutOff() }
    }

    /// Closes everything.
    func stop() {
        ticker?.cancel()
        for upstream in upstreams { upstream.close() }
        for client in clients { client.abort() }
    }
}
