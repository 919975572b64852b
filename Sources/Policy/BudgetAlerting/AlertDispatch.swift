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
/// What is marked and not delivered is taken up again at the next start. While the shared store or a receiver cannot
/// be reached, it is tried again, ever more seldom: an alert may be late, and a receiver may get one twice, with its id.
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
    /// Attempts for one receiver.
    private static let attempts = 10

    /// A dispatch to `outputs`.
    public init(
        store: any AlertStoring, claims: any AlertClaiming = SoleGateway(), outputs: [any AlertOutput], logger: Logger
    ) {
        self.store = store
        self.claims = claims
        self.outputs = outputs
        self.logger = logger
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
        guard await retrying(.max, "claim", alert, { isOurs = try await self.claims.claim(alert) }) else { return }
        var isDelivered = true
        if isOurs {
            for output in outputs {
                let isSent = await retrying(Self.attempts, "send", alert) { try await output.send(alert) }
                isDelivered = isDelivered && isSent
            }
        }
        guard isDelivered else { return }
        _ = await retrying(Self.attempts, "note", alert) { try await self.store.markDelivered(alert.id) }
    }

    /// Runs `work` until it succeeds, with pauses that double from a second to a minute; false when it never did.
    private func retrying(
        _ attempts: Int, _ what: String, _ alert: BudgetAlert, _ work: () async throws -> Void
    ) async -> Bool {
        var pause = 1.0
        for attempt in 1...attempts {
            do {
                try await work()
                return true
            } catch {
                if Task.isCancelled { return false }
                logger.warning(
                    "An alert is late: could not \(what) it.",
                    metadata: ["alert": "\(alert.id)", "attempt": "\(attempt)", "error": "\(error)"])
            }
            guard attempt < attempts, (try? await Task.sleep(for: .seconds(pause))) != nil else { return false }
            pause = min(pause * 2, 60)
        }
        return false
    }
}
