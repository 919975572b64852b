import Gateway
import Testing

@Suite struct KeyLimiterTests {
    private let second: Int64 = 1_000_000_000

    @Test func `a minute has its number of requests, whatever the second, and never more`() throws {
        let limiter = KeyLimiter(requestsPerMinute: 3)
        for at in [100, 100, 130] { _ = try limiter.begin(tokens: 0, now: Int64(at) * second) }
        #expect(throws: KeyLimiter.Denial(limit: .requests(3), retryAfter: 30)) {
            try limiter.begin(tokens: 0, now: 131 * second)
        }
        #expect(throws: KeyLimiter.Denial.self) { try limiter.begin(tokens: 0, now: 160 * second) }
        _ = try limiter.begin(tokens: 0, now: 161 * second)
        _ = try limiter.begin(tokens: 0, now: 161 * second)
        #expect(throws: KeyLimiter.Denial.self) { try limiter.begin(tokens: 0, now: 190 * second) }
        _ = try limiter.begin(tokens: 0, now: 191 * second)
    }

    @Test func `tokens are taken by what may be used and corrected by what was`() throws {
        let limiter = KeyLimiter(tokensPerMinute: 1000)
        let first = try limiter.begin(tokens: 900, now: 5 * second)
        #expect(throws: KeyLimiter.Denial.self) { try limiter.begin(tokens: 200, now: 6 * second) }
        limiter.ended(first, usedTokens: 100)
        let next = try limiter.begin(tokens: 900, now: 6 * second)
        #expect(throws: KeyLimiter.Denial.self) { try limiter.begin(tokens: 1, now: 7 * second) }
        // More was used than was taken: the next minute begins with nothing left of this one.
        limiter.ended(next, usedTokens: 5000)
        #expect(throws: KeyLimiter.Denial.self) { try limiter.begin(tokens: 1, now: 60 * second) }
        _ = try limiter.begin(tokens: 1000, now: 68 * second)
    }

    @Test func `a call that may use more than the limit takes all of it`() throws {
        let limiter = KeyLimiter(tokensPerMinute: 10)
        #expect(try limiter.begin(tokens: .max, now: 0).tokens == 10)
        #expect(throws: KeyLimiter.Denial.self) { try limiter.begin(tokens: 1, now: second) }
    }

    @Test func `calls at once are limited until one ends`() throws {
        let limiter = KeyLimiter(maxConcurrent: 2)
        let first = try limiter.begin(tokens: 0, now: 0)
        _ = try limiter.begin(tokens: 0, now: 0)
        #expect(throws: KeyLimiter.Denial(limit: .concurrency(2), retryAfter: 1)) {
            try limiter.begin(tokens: 0, now: 0)
        }
        limiter.ended(first, usedTokens: nil)
        _ = try limiter.begin(tokens: 0, now: 0)
    }

    @Test func `other limits count what was before`() throws {
        let limiter = KeyLimiter(requestsPerMinute: 3, tokensPerMinute: 100, maxConcurrent: 2)
        let first = try limiter.begin(tokens: 60, now: 0)
        _ = try limiter.begin(tokens: 40, now: second)
        limiter.change(requestsPerMinute: 3, tokensPerMinute: 150, maxConcurrent: 2)
        #expect(throws: KeyLimiter.Denial(limit: .concurrency(2), retryAfter: 1)) {
            try limiter.begin(tokens: 0, now: 2 * second)
        }
        limiter.ended(first, usedTokens: 70)
        #expect(throws: KeyLimiter.Denial.self) { try limiter.begin(tokens: 41, now: 3 * second) }
        _ = try limiter.begin(tokens: 40, now: 3 * second)
        limiter.change(requestsPerMinute: 3, tokensPerMinute: nil, maxConcurrent: nil)
        #expect(throws: KeyLimiter.Denial(limit: .requests(3), retryAfter: 57)) {
            try limiter.begin(tokens: 1, now: 4 * second)
        }
        limiter.change(requestsPerMinute: 4, tokensPerMinute: nil, maxConcurrent: nil)
        _ = try limiter.begin(tokens: 1_000_000, now: 5 * second)
    }

    @Test func `a denied call takes nothing`() throws {
        let limiter = KeyLimiter(requestsPerMinute: 1, tokensPerMinute: 100, maxConcurrent: 5)
        _ = try limiter.begin(tokens: 10, now: 0)
        for _ in 0..<10 { #expect(throws: KeyLimiter.Denial.self) { try limiter.begin(tokens: 90, now: second) } }
        _ = try limiter.begin(tokens: 100, now: 61 * second)
    }
}
