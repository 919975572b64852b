import Synchronization

/// The limits of one virtual key: requests and tokens a minute, calls at once; shared by all event loops.
///
/// Tokens are taken at admission by what the request may use, and corrected when it is known what was used: calls that
/// run at once cannot pass the limit together. Any minute counts, not the clock's.
public final class KeyLimiter: Sendable {
    private let requestsPerMinute: Int64?
    private let tokensPerMinute: Int64?
    private let maxConcurrent: Int?
    private let state = Mutex(State())

    private struct State {
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
        self.requestsPerMinute = requestsPerMinute.map(Int64.init)
        self.tokensPerMinute = tokensPerMinute.map(Int64.init)
        self.maxConcurrent = maxConcurrent
    }

    /// Lets a call pass that may use `tokens`, of which at most the whole limit is taken.
    ///
    /// - Parameter now: nanoseconds of the monotonic clock.
    package func begin(tokens: Int64, now: Int64) throws(Denial) -> Use {
        let second = now / 1_000_000_000
        let taken = min(max(tokens, 0), tokensPerMinute ?? 0)
        let denial = state.withLock { state -> Denial? in
            if let maxConcurrent, state.running >= maxConcurrent {
                return Denial(limit: .concurrency(maxConcurrent), retryAfter: 1)
            }
            if let requestsPerMinute {
                state.requests.advance(to: second)
                if state.requests.total >= requestsPerMinute {
                    return Denial(
                        limit: .requests(requestsPerMinute),
                        retryAfter: state.requests.secondsUntil(atMost: requestsPerMinute - 1))
                }
            }
            if let tokensPerMinute {
                state.tokens.advance(to: second)
                if state.tokens.total + taken > tokensPerMinute {
                    return Denial(
                        limit: .tokens(tokensPerMinute),
                        retryAfter: state.tokens.secondsUntil(atMost: tokensPerMinute - taken))
                }
                state.tokens.add(taken, at: second)
            }
            if requestsPerMinute != nil { state.requests.add(1, at: second) }
            state.running += 1
            return nil
        }
        if let denial { throw denial }
        return Use(limiter: self, tokens: taken, second: second)
    }

    /// A call has ended, and has used `usedTokens`; nil = as many as were taken.
    package func ended(_ use: Use, usedTokens: Int64?) {
        state.withLock { state in
            state.running -= 1
            guard tokensPerMinute != nil, let usedTokens else { return }
            state.tokens.add(usedTokens - use.tokens, at: use.second)
        }
    }
}
