import Logging
import SentryProtocol

/// The client's own task: takes what was captured, makes envelopes of it and sends them, one at a time.
///
/// The idea: capturing never waits, as it only fills a bounded queue; here there is time for symbols, callbacks,
/// compression and the network. What cannot be sent waits in a bounded store, on disk where there is a directory, and is
/// tried again ever more rarely; meanwhile the queue is emptied into the store without a connection being tried.
actor Delivery {
    private let thread = DeliveryThread()
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private let options: SentryOptions
    private let dsn: SentryDSN
    private let environment: [String: String]
    private let core: SentryCore
    private let transport: any SentryTransport
    private let logger: Logger?
    private var assembly: EventAssembly?
    private var store: any EnvelopeStore
    private var budget: BudgetKeeper?
    private var limits = SentryRateLimits()
    private var retry = RetrySchedule()
    /// When stored envelopes, sessions and reports go out next; seconds of the monotonic clock.
    private var nextResend = 0.0
    private var nextPeriodic: Double

    /// Between two envelopes that are sent again.
    static let resendGap = 0.1
    /// Between two looks at sessions and reports.
    static let period = 60.0

    init(
        _ options: SentryOptions, dsn: SentryDSN, environment: [String: String], core: SentryCore,
        transport: any SentryTransport, logger: Logger?
    ) {
        self.options = options
        self.dsn = dsn
        self.environment = environment
        self.core = core
        self.transport = transport
        self.logger = logger
        store = MemoryStore(options.spool)
        nextPeriodic = core.clock.monotonic() + Self.period
    }

    /// Delivers until the client is closed and everything is sent, or the task is cancelled.
    func run() async {
        openDirectory()
        while !Task.isCancelled {
            if let captured = core.queue.take() {
                await handle(captured)
                continue
            }
            let waiting = core.control.flushes.numbers
            let isHurried = core.control.takeHurry()
            if isHurried { retry.hurry() }
            if isHurried || core.clock.monotonic() >= nextPeriodic { await sendPeriodic() }
            if await resend() { continue }
            guard core.queue.count == 0, !mayResendSoon else {
                await core.bell.wait(wake)
                continue
            }
            core.control.flushes.finish(waiting, isDelivered: store.count == 0 && !retry.isWaiting)
            if core.control.isClosing { break }
            budget?.save(logger)
            await core.bell.wait(wake)
        }
        await windDown()
    }

    private func openDirectory() {
        guard let directory = options.directory else {
            if let limits = options.budget { budget = BudgetKeeper(limits, directory: nil) }
            return
        }
        do {
            store = try DiskSpool(directory: directory, limits: options.spool)
            core.tally.spooled(store.count)
        } catch {
            logger?.warning(
                "Sentry's directory cannot be used, so that what cannot be sent is kept in memory only.",
                metadata: ["directory": "\(directory)", "error": "\(error)"])
        }
        if let limits = options.budget {
            budget = BudgetKeeper(limits, directory: store.isDurable ? directory : nil)
        }
    }

    /// What is left goes to the disk where there is one, and is counted otherwise.
    private func windDown() async {
        core.queue.close()
        while let captured = core.queue.take() {
            switch captured {
            case .event(let event):
                guard store.isDurable, case .event(let made) = assembled(event), let envelope = envelope(made, event)
                else {
                    discard(.networkError, .error, event)
                    continue
                }
                guard keep(envelope) != nil else {
                    discard(.networkError, .error, event)
                    continue
                }
                event.told?(.stored)
            case .transaction(_, let spanCount):
                core.tally.discard(.networkError, .transaction, spanCount: spanCount)
            }
        }
        if store.isDurable, let sessions = takeSessions() { _ = keep(sessions) }
        budget?.save(logger)
        core.control.flushes.end(isDelivered: store.count == 0 && !retry.isWaiting)
        await transport.shutdown()
        // Lets go of the directory, so that another client can have it at once.
        store = MemoryStore(options.spool)
        core.control.finished.open()
    }

    // MARK: What was captured

    private func handle(_ captured: Captured) async {
        switch captured {
        case .event(let event): await handle(event)
        case .transaction(let make, let spanCount):
            guard let made = make() else { return }
            await handle(made, spanCount: spanCount)
        }
    }

    private func handle(_ captured: CapturedEvent) async {
        let isLimited = limits.isLimited(.error, now: core.clock.monotonic())
        // Whoever asks what has become of it wants it kept where that is possible.
        guard !isLimited || store.isDurable && captured.told != nil else {
            return discard(.rateLimitBackoff, .error, captured)
        }
        switch assembled(captured) {
        case .discarded(let reason): discard(reason, .error, captured)
        case .event(let event):
            guard budget?.admitEvent(event, at: core.clock.now()) ?? true else {
                core.tally.heldBack()
                return discard(.sampleRate, .error, captured)
            }
            guard let envelope = envelope(event, captured) else { return discard(.internalError, .error, captured) }
            await dispatch(envelope, isWrittenAhead: true, told: captured.told)
        }
    }

    private func handle(_ made: SentryTransaction, spanCount: Int) async {
        func discard(_ reason: SentryDiscardReason) {
            core.tally.discard(reason, .transaction, spanCount: spanCount)
        }
        guard !limits.isLimited(.transaction, now: core.clock.monotonic()) else { return discard(.rateLimitBackoff) }
        guard budget?.admitTransaction(at: core.clock.now()) ?? true else {
            core.tally.heldBack()
            return discard(.sampleRate)
        }
        guard let transaction = assembler().transaction(made) else { return discard(.beforeSend) }
        guard let payload = transaction.payload() else { return discard(.internalError) }
        var header = header(
            transaction.id, trace: transaction.dynamicSampling, traceID: transaction.trace.traceID)
        header.eventID = transaction.id
        let item = SentryEnvelopeItem(.transaction, payload: payload)
        await dispatch(
            PreparedEnvelope(SentryEnvelope(header, items: [item]), category: .transaction, spanCount: spanCount))
    }

    /// Made at the first event, as it reads files.
    private func assembler() -> EventAssembly {
        if let assembly { return assembly }
        let made = EventAssembly(options, started: core.started, environment: environment)
        assembly = made
        return made
    }

    private func assembled(_ captured: CapturedEvent) -> EventAssembly.Assembled {
        let latest = core.clock.monotonic() + options.lookUpTimeout / .seconds(1)
        return assembler().event(captured) { [core] in
            let now = core.clock.monotonic()
            return now >= latest || core.control.isTooLateForNames(at: now)
        }
    }

    private func envelope(_ event: SentryEvent, _ captured: CapturedEvent) -> PreparedEnvelope? {
        guard let payload = event.payload() else { return nil }
        let header = header(
            event.id, trace: captured.trace.dynamicSampling,
            traceID: event.trace?.traceID ?? captured.trace.context.traceID)
        return PreparedEnvelope(
            SentryEnvelope(header, items: [SentryEnvelopeItem(.event, payload: payload)]), category: .error)
    }

    private func header(
        _ id: SentryEventID, trace: SentryDynamicSamplingContext?, traceID: SentryTraceID
    ) -> SentryEnvelopeHeader {
        var header = SentryEnvelopeHeader()
        header.eventID = id
        header.sdk = .swift
        header.dsn = dsn.description
        header.trace =
            trace
            ?? SentryDynamicSamplingContext(
                traceID: traceID, dsn: dsn, release: options.release, environment: options.environment)
        return header
    }

    private func discard(_ reason: SentryDiscardReason, _ category: SentryDataCategory, _ event: CapturedEvent) {
        core.tally.discard(reason, category, spanCount: 0)
        event.told?(.discarded(reason))
    }

    // MARK: Sending

    private enum Sent {
        case accepted
        case refused(SentryDiscardReason, isReported: Bool)
        case unreachable
    }

    /// Sends an envelope, or keeps it for later.
    ///
    /// - Parameter isWrittenAhead: It is on disk before it is sent, where there is one.
    private func dispatch(
        _ envelope: PreparedEnvelope, isWrittenAhead: Bool = false, told: (@Sendable (SentryDelivery) -> Void)? = nil
    ) async {
        var stored: StoredEnvelope?
        var told = told
        if isWrittenAhead, store.isDurable {
            stored = keep(envelope)
            if stored != nil {
                told?(.stored)
                told = nil
            }
        }
        let now = core.clock.monotonic()
        if now < retry.next || limits.isLimited(envelope.category, now: now) {
            return keepForLater(envelope, stored, told)
        }
        switch await send(envelope.bytes) {
        case .accepted:
            forget(stored)
            core.tally.sent(envelope.category)
            told?(.delivered)
        case .refused(let reason, let isReported):
            forget(stored)
            core.tally.discard(reason, envelope.category, spanCount: envelope.spanCount, isReported: isReported)
            told?(.discarded(reason))
        case .unreachable: keepForLater(envelope, stored, told)
        }
    }

    private func keepForLater(
        _ envelope: PreparedEnvelope, _ stored: StoredEnvelope?, _ told: (@Sendable (SentryDelivery) -> Void)?
    ) {
        guard stored == nil else { return }
        if keep(envelope) != nil {
            told?(store.isDurable ? .stored : .kept)
        } else {
            core.tally.discard(.networkError, envelope.category, spanCount: envelope.spanCount)
            told?(.discarded(.networkError))
        }
    }

    private func send(_ bytes: [UInt8]) async -> Sent {
        let now = core.clock.now()
        guard var stamped = SentryEnvelope.stamped(bytes, sentAt: now) else {
            return .refused(.internalError, isReported: true)
        }
        let report = core.tally.takeReport()
        if let item = report.item(at: now) { stamped += item.bytes }
        guard let answer = await transport.post(stamped) else {
            core.tally.restore(report)
            retry.failed(now: core.clock.monotonic())
            return .unreachable
        }
        retry.succeeded()
        limits.update(
            status: answer.status, limits: answer.rateLimits, retryAfter: answer.retryAfter,
            now: core.clock.monotonic())
        if (200..<300).contains(answer.status) { return .accepted }
        core.tally.restore(report)
        logger?.debug("Sentry refused an envelope.", metadata: ["status": "\(answer.status)"])
        // Of what a 429 refuses, the receiver knows already.
        return answer.status == 429
            ? .refused(.rateLimitBackoff, isReported: false) : .refused(.sendError, isReported: true)
    }

    /// Sends one stored envelope where it is time; whether that went well.
    private func resend() async -> Bool {
        let now = core.clock.monotonic()
        guard now >= retry.next, now >= nextResend, let entry = sendable(now) else { return false }
        guard let bytes = store.bytes(of: entry) else {
            forget(entry)
            core.tally.discard(.internalError, entry.category, spanCount: entry.spanCount)
            return true
        }
        nextResend = now + Self.resendGap
        switch await send(bytes) {
        case .accepted:
            forget(entry)
            core.tally.sent(entry.category)
        case .refused(let reason, let isReported):
            forget(entry)
            core.tally.discard(reason, entry.category, spanCount: entry.spanCount, isReported: isReported)
        case .unreachable: return false
        }
        return true
    }

    private func sendable(_ now: Double) -> StoredEnvelope? {
        store.first { [limits] in !limits.isLimited($0.category, now: now) }
    }

    /// Only the gap between two envelopes is in the way.
    private var mayResendSoon: Bool { !retry.isWaiting && sendable(core.clock.monotonic()) != nil }

    /// Sessions, and a report where no envelope took it along.
    private func sendPeriodic() async {
        nextPeriodic = core.clock.monotonic() + Self.period
        if let sessions = takeSessions() {
            if limits.isLimited(.session, now: core.clock.monotonic()) {
                core.tally.discard(.rateLimitBackoff, .session, spanCount: 0)
            } else {
                await dispatch(sessions)
            }
        }
        let now = core.clock.monotonic()
        guard core.tally.hasUnreported, now >= retry.next, !limits.isLimited(.internal, now: now) else { return }
        var header = SentryEnvelopeHeader()
        header.sdk = .swift
        _ = await send(SentryEnvelope(header).bytes())
    }

    /// Those that were counted until now.
    private func takeSessions() -> PreparedEnvelope? {
        guard let release = options.release, let sessions = core.sessions.take(),
            let item = sessions.item(release: release, environment: options.environment)
        else { return nil }
        var header = SentryEnvelopeHeader()
        header.sdk = .swift
        return PreparedEnvelope(SentryEnvelope(header, items: [item]), category: .session)
    }

    // MARK: What is kept

    private func keep(_ envelope: PreparedEnvelope) -> StoredEnvelope? {
        let (stored, evicted) = store.add(envelope, at: core.clock.now())
        for entry in evicted {
            core.tally.discard(
                store.isDurable ? .cacheOverflow : .networkError, entry.category, spanCount: entry.spanCount)
        }
        core.tally.spooled(store.count)
        return stored
    }

    private func forget(_ entry: StoredEnvelope?) {
        guard let entry else { return }
        store.remove(entry)
        core.tally.spooled(store.count)
    }

    /// How long there is nothing to do, unless somebody rings; nil = for ever.
    private var wake: Duration? {
        let now = core.clock.monotonic()
        var times: [Double] = []
        if !core.sessions.isEmpty || core.tally.hasUnreported { times.append(nextPeriodic) }
        if let oldest = store.first(where: { _ in true }) {
            let entry = sendable(now) ?? oldest
            times.append(max(retry.next, nextResend, now + limits.remaining(entry.category, now: now)))
        }
        guard let next = times.min() else { return nil }
        return .milliseconds(Int(max(5, (next - now) * 1_000 + 1)))
    }
}
