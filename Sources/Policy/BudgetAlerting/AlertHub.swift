public import Budgets
public import Ledger
import Synchronization

/// Hands alerts to whoever follows them: server-sent events.
///
/// An alert that comes twice – told by this gateway, and heard from the store that gateways share – goes out once.
public final class AlertHub: AlertSubscribing, AlertOutput {
    fileprivate struct State {
        var readers: [Int: AsyncStream<BudgetAlert>.Continuation] = [:]
        var next = 0
        /// Ids that went out lately, and the order in which they are forgotten.
        var known: Set<String> = []
        var order: [String] = []
        var oldest = 0
    }

    private let state = Mutex(State())

    /// What one reader may have waiting; older alerts are left out for it.
    private static let mostWaiting = 256

    /// Ids that are remembered; the two ways of one alert are seconds apart.
    fileprivate static let mostKnown = 1024

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
        let readers = state.withLock { $0.takes(alert.id) ? Array($0.readers.values) : [] }
        for reader in readers { reader.yield(alert) }
    }
}

extension AlertHub.State {
    /// Whether `id` is new; remembers it.
    fileprivate mutating func takes(_ id: String) -> Bool {
        guard known.insert(id).inserted else { return false }
        if order.count < AlertHub.mostKnown {
            order.append(id)
        } else {
            known.remove(order[oldest])
            order[oldest] = id
            oldest = (oldest + 1) % order.count
        }
        return true
    }
}
