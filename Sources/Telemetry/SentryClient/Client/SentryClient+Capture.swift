public import SentryProtocol
public import StackTraces

extension SentryClient {
    /// Captures an error with those that it was caused by, and the calling stack.
    ///
    /// - Parameters:
    ///   - error: What was thrown.
    ///   - level: How bad it is.
    ///   - mechanism: How it came here; unhandled where the request or job failed of it.
    ///   - stack: Where it happened, where that is known better than by the calling stack.
    ///   - change: What is to be known of this event only.
    /// - Returns: Its id; nil where it was not captured (the client is off, the sample, the queue is full).
    @discardableResult
    public func capture(
        _ error: any Error, level: SentryLevel = .error, mechanism: SentryMechanism = SentryMechanism(),
        stack: StackTrace? = nil, change: ((inout SentryScopeData) -> Void)? = nil
    ) -> SentryEventID? {
        guard admits(level) else { return nil }
        let thrown = stack ?? (options.usesThrownStacks ? ThrownErrors.stack(of: error) : nil)
        return enqueue(.error(error, mechanism), level, thrown ?? StackTrace.capture(), change)
    }

    /// Captures a message.
    @discardableResult
    public func capture(
        message: SentryMessage, level: SentryLevel = .info, change: ((inout SentryScopeData) -> Void)? = nil
    ) -> SentryEventID? {
        guard admits(level) else { return nil }
        let stack = options.attachesStackToMessages ? StackTrace.capture() : nil
        return enqueue(.message(message), level, stack, change)
    }

    /// Captures a message.
    @discardableResult
    public func capture(
        message: String, level: SentryLevel = .info, change: ((inout SentryScopeData) -> Void)? = nil
    ) -> SentryEventID? {
        capture(message: SentryMessage(message), level: level, change: change)
    }

    /// Captures an event that was put together elsewhere; scopes, processors and filters apply to it, too.
    @discardableResult
    public func capture(_ event: SentryEvent, change: ((inout SentryScopeData) -> Void)? = nil) -> SentryEventID? {
        guard admits(event.level) else { return nil }
        return enqueue(.event(event), event.level, nil, change)
    }

    /// Captures an event that must not be lost, and waits until it is on disk, delivered or given up.
    ///
    /// Neither the sample nor a full queue is in its way: for crashes, whose report is deleted afterwards.
    ///
    /// - Parameters:
    ///   - event: What is to be told.
    ///   - onStored: Called when it is on disk, and before it is sent from there.
    public func captureDurably(
        _ event: SentryEvent, onStored: @escaping @Sendable () -> Void = {}
    ) async -> SentryDelivery {
        guard core != nil else { return .discarded(.internalError) }
        return await withCheckedContinuation { continuation in
            let id = enqueue(
                .event(event), event.level, nil, nil,
                told: { delivery in
                    if delivery == .stored { onStored() }
                    continuation.resume(returning: delivery)
                })
            if id == nil { continuation.resume(returning: .discarded(.queueOverflow)) }
        }
    }

    /// Captures a transaction, made when its turn comes.
    ///
    /// - Parameters:
    ///   - spanCount: How many spans it has, so that they can be counted where it is given up.
    ///   - make: Called on the client's own task; nil = there is nothing to tell after all.
    /// - Returns: false where the queue is full or the client is off.
    @discardableResult
    public func captureTransaction(
        spanCount: Int, _ make: @escaping @Sendable () -> SentryTransaction?
    ) -> Bool {
        guard let core else { return false }
        switch core.queue.add(.transaction(make, spanCount: spanCount)) {
        case .queued:
            core.bell.ring()
            return true
        case .full: core.tally.discard(.queueOverflow, .transaction, spanCount: spanCount)
        case .closed: break
        }
        return false
    }

    /// Captures a transaction.
    @discardableResult
    public func capture(_ transaction: SentryTransaction) -> Bool {
        captureTransaction(spanCount: transaction.spans.count) { transaction }
    }

    /// Counts transactions that were given up before they came here.
    public func discardTransaction(_ reason: SentryDiscardReason, spanCount: Int) {
        core?.tally.discard(reason, .transaction, spanCount: spanCount)
    }

    /// Counts spans that were given up before they came into a transaction.
    public func discardSpans(_ reason: SentryDiscardReason, _ count: Int) {
        core?.tally.discardSpans(reason, count)
    }

    /// Whether an event is captured at all, before anything is done for it.
    private func admits(_ level: SentryLevel?) -> Bool {
        guard let core else { return false }
        // Release health counts errors that are not sent, too.
        if (level ?? .error) >= .error { SentryScope.current?.session?.mark() }
        if options.sampleRate < 1, Double.random(in: 0..<1) >= options.sampleRate {
            core.tally.discard(.sampleRate, .error, spanCount: 0)
            core.bell.ring()
            return false
        }
        guard core.queue.isFull else { return true }
        core.tally.discard(.queueOverflow, .error, spanCount: 0)
        return false
    }

    private func enqueue(
        _ subject: CapturedEvent.Subject, _ level: SentryLevel?, _ stack: StackTrace?,
        _ change: ((inout SentryScopeData) -> Void)?, told: (@Sendable (SentryDelivery) -> Void)? = nil
    ) -> SentryEventID? {
        guard let core else { return nil }
        var scope = SentryScope.current?.data ?? SentryScopeData()
        let outer = SentryScope.global.data
        change?(&scope)
        var id = SentryEventID()
        if case .event(let event) = subject { id = event.id }
        let captured = CapturedEvent(
            id: id, time: core.clock.now(), level: level, subject: subject, stack: stack, scope: scope,
            outer: outer, trace: options.activeTrace?() ?? scope.trace ?? outer.trace ?? core.trace, told: told)
        switch core.queue.add(.event(captured), isForced: told != nil) {
        case .queued: break
        case .full:
            core.tally.discard(.queueOverflow, .error, spanCount: 0)
            return nil
        case .closed: return nil
        }
        core.bell.ring()
        return id
    }
}
