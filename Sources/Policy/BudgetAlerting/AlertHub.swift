public import Budgets
public import Ledger
import Synchronization

/// Hands alerts to whoever follows them: server-sent events.
public final class AlertHub: AlertSubscribing, AlertOutput {
    private struct State {
        var readers: [Int: AsyncStream<BudgetAlert>.Continuation] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// What one reader may have waiting; older alerts are left out for it.
    private static let mostWaiting = 256

    /// A hub without readers.
    public init() {}

    public func subscribe() -> AsyncStream<BudgetAlert> {
        let (stream, continuation) = AsyncStream<BudgetAlert>.makeStream(
            bufferingPolicy: .bufferingNewest(Self.mostWaiting))
        let number = state.withLock { state in
            defer { state.next += 1 }
            state.readers[state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in self?.state.withLock { $0.readers[number] = nil } }
        return stream
    }

    public func send(_ alert: BudgetAlert) {
        let readers = state.withLock { Array($0.readers.values) }
        for reader in readers { reader.yield(alert) }
    }
}
