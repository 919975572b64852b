public import Budgets
public import Ledger
public import Logging
public import ServiceLifecycle

/// Tells of alerts: each once, whatever the number of crossings, restarts and gateways.
///
/// ```
/// noticed --(mark in the store: new?)--> claimed over all gateways --> told --> delivered
///                 `--(marked before)--> nothing          `--(another gateway tells)--> delivered
/// ```
/// What is marked and not delivered is taken up again at the next start. While the shared store cannot be reached, it is
/// asked again every second, which costs next to nothing, so that an alert comes soon after it is back. A receiver is
/// tried again ever more seldom: it may get an alert twice, with its id.
public final class AlertDispatch: Service {
    private let store: any AlertStoring
    private let claims: any AlertClaiming
    private let outputs: [any AlertOutput]
    private let logger: Logger
    private let incoming: AsyncStream<BudgetAlert>
    private let continuation: AsyncStream<BudgetAlert>.Continuation

    /// Noticed alerts that may wait to be marked; the newest are left out beyond, until the next start.
    private static let mostWaiting = 65_536
    /// Alerts on their way at once.
    private static let mostAtOnce = 64
    private let pause: @Sendable (Duration) async throws -> Void

    /// How long something is tried, and how often.
    private struct Patience {
        var attempts: Int
        /// Pauses double from a second up to this.
        var longest: Duration

        /// The shared store: it is away as a whole, and comes back as a whole.
        static let store = Patience(attempts: .max, longest: .seconds(1))
        /// One receiver: it may have its reasons.
        static let receiver = Patience(attempts: 10, longest: .seconds(60))
    }

    /// A dispatch to `outputs`.
    ///
    /// - Parameter pause: sleeps; tests need not.
    public init(
        store: any AlertStoring, claims: any AlertClaiming = SoleGateway(), outputs: [any AlertOutput], logger: Logger,
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.store = store
        self.claims = claims
        self.outputs = outputs
        self.logger = logger
        self.pause = pause
        (incoming, continuation) = AsyncStream<BudgetAlert>.makeStream(
            bufferingPolicy: .bufferingOldest(Self.mostWaiting))
    }

    /// Takes alerts that were noticed; returns at once.
    public func offer(_ alerts: [BudgetAlert]) {
        for alert in alerts { continuation.yield(alert) }
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown { await self.dispatch() }
    }

    private func dispatch() async {
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            func start(_ alert: BudgetAlert) async {
                if running == Self.mostAtOnce {
                    await group.next()
                    running -= 1
                }
                running += 1
                group.addTask { await self.tell(alert) }
            }
            for alert in await left() { await start(alert) }
            for await alert in incoming {
                if await isNew(alert) { await start(alert) }
            }
            group.cancelAll()
        }
    }

    /// What an earlier run left undelivered.
    private func left() async -> [BudgetAlert] {
        do {
            return try await store.undelivered()
        } catch {
            logger.error("The alerts of the last run cannot be read.", metadata: ["error": "\(error)"])
            return []
        }
    }

    private func isNew(_ alert: BudgetAlert) async -> Bool {
        do {
            return try await store.mark(alert)
        } catch {
            logger.error(
                "An alert cannot be stored; it is told at the next start.",
                metadata: ["alert": "\(alert.id)", "error": "\(error)"])
            return false
        }
    }

    private func tell(_ alert: BudgetAlert) async {
        var isOurs = false
        guard await retrying(.store, "claim", alert, { isOurs = try await self.claims.claim(alert) }) else { return }
        var isDelivered = true
        if isOurs {
            for output in outputs {
                let isSent = await retrying(.receiver, "send", alert) { try await output.send(alert) }
                isDelivered = isDelivered && isSent
            }
        }
        guard isDelivered else { return }
        _ = await retrying(.receiver, "note", alert) { try await self.store.markDelivered(alert.id) }
    }

    /// Runs `work` until it succeeds, with pauses; false when it never did.
    private func retrying(
        _ patience: Patience, _ what: String, _ alert: BudgetAlert, _ work: () async throws -> Void
    ) async -> Bool {
        var wait = Duration.seconds(1)
        for attempt in 1...patience.attempts {
            do {
                try await work()
                return true
            } catch {
                if Task.isCancelled { return false }
                // The first, the second, the fourth …: an outage of an hour is a dozen lines.
                if attempt.nonzeroBitCount == 1 {
                    logger.warning(
                        "An alert is late: could not \(what) it.",
                        metadata: ["alert": "\(alert.id)", "attempt": "\(attempt)", "error": "\(error)"])
                }
            }
            guard attempt < patience.attempts, (try? await pause(wait)) != nil else { return false }
            wait = min(wait * 2, patience.longest)
        }
        return false
    }
}
