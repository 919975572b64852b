import Synchronization

/// The limits of one virtual key: requests and tokens a minute, calls at once; shared by all event loops.
///
/// Tokens are taken at admission by what the request may use, and corrected when it is known what was used: calls that
/// run at once cannot pass the limit together. Any minute counts, not the clock's.
public final class KeyLimiter: Sendable {
    private let state: Mutex<State>

    private struct Limits {
        let requestsPerMinute: Int64?
        let tokensPerMinute: Int64?
        let maxConcurrent: Int?
    }

    private struct State {
        var limits: Limits
        var requests = SlidingMinute()
        var tokens = SlidingMinute()
        var running = 0
    }

    /// What a running call has taken; given back once, by ``ended(_:usedTokens:)``.
    package struct Use: Sendable {
        let limiter: KeyLimiter
        package let tokens: Int64
        let second: Int64
    }

    /// A limit that does not let a call pass.
    package struct Denial: Error, Equatable {
        package enum Limit: Equatable {
            case requests(Int64)
            case tokens(Int64)
            case concurrency(Int)
        }
        package var limit: Limit
        /// Seconds after which it may pass.
        package var retryAfter: Int64

        package init(limit: Limit, retryAfter: Int64) {
            self.limit = limit
            self.retryAfter = retryAfter
        }
    }

    /// A limiter; nil = no such limit.
    public init(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil, maxConcurrent: Int? = nil) {
        let limits = Limits(
            requestsPerMinute: requestsPerMinute.map(Int64.init), tokensPerMinute: tokensPerMinute.map(Int64.init),
            maxConcurrent: maxConcurrent)
        state = Mutex(State(limits: limits))
    }

    /// Other limits from now on: what the last minute had, and what runs, still counts.
    public func change(requestsPerMinute: Int?, tokensPerMinute: Int?, maxConcurrent: Int?) {
        let limits = Limits(
            requestsPerMinute: requestsPerMinute.map(Int64.init), tokensPerMinute: tokensPerMinute.map(Int64.init),
            maxConcurrent: maxConcurrent)
        state.withLock { $0.limits = limits }
    }

    /// Lets a call pass that may use `tokens`, of which at most the whole limit is taken.
    ///
    /// - Parameter now: nanoseconds of the monotonic clock.
    package func begin(tokens: Int64, now: Int64) throws(Denial) -> Use {
        let second = now / 1_000_000_000
        let (denial, taken) = state.withLock { state -> (Denial?, Int64) in
            let taken = min(max(tokens, 0), state.limits.tokensPerMinute ?? 0)
            let denial = Self.denial(&state, taken: taken, second: second)
            if denial == nil { state.running += 1 }
            return (denial, taken)
        }
        if let denial { throw denial }
        return Use(limiter: self, tokens: taken, second: second)
    }

    /// Why a call does not pass; where it does, it is counted.
    private static func denial(_ state: inout State, taken: Int64, second: Int64) -> Denial? {
        if let most = state.limits.maxConcurrent, state.running >= most {
            return Denial(limit: .concurrency(most), retryAfter: 1)
        }
        if let most = state.limits.requestsPerMinute {
            state.requests.advance(to: second)
            if state.requests.total >= most {
                return Denial(limit: .requests(most), retryAfter: state.requests.secondsUntil(atMost: most - 1))
            }
        }
        if let most = state.limits.tokensPerMinute {
            state.tokens.advance(to: second)
            if state.tokens.total + taken > most {
                return Denial(limit: .tokens(most), retryAfter: state.tokens.secondsUntil(atMost: most - taken))
            }
            state.tokens.add(taken, at: second)
        }
        if state.limits.requestsPerMinute != nil { state.requests.add(1, at: second) }
        return nil
    }

    /// A call has ended, and has used `usedTokens`; nil = as many as were taken.
    package func ended(_ use: Use, usedTokens: Int64?) {
        state.withLock { state in
            state.running -= 1
            guard state.limits.tokensPerMinute != nil, let usedTokens else { return }
            state.tokens.add(usedTokens - use.tokens, at: use.second)
        }
    }
}
