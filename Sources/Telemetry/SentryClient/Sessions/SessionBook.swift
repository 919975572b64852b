import SentryProtocol
import Synchronization

/// Sessions that wait to be sent, aggregated.
final class SessionBook: Sendable {
    private let state = Mutex(SentrySessionAggregates())

    /// True where it is the first.
    func add(_ outcome: SentrySessionAggregates.Outcome, started: SentryTimestamp) -> Bool {
        state.withLock { state in
            defer { state.add(outcome, started: started) }
            return state.isEmpty
        }
    }

    /// Takes them out; nil where there are none.
    func take() -> SentrySessionAggregates? {
        state.withLock { state in
            guard !state.isEmpty else { return nil }
            defer { state = SentrySessionAggregates() }
            return state
        }
    }

    var isEmpty: Bool { state.withLock { $0.isEmpty } }
}
