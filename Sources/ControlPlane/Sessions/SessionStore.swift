import Synchronization

/// The browsers that have logged in, in memory: a restart logs all of them out.
///
/// A session is named by 256 random bits that only the browser's cookie has.
final class SessionStore: Sendable {
    /// How long one lasts, microseconds: 12 hours.
    static let lifetime: Int64 = 12 * 3600 * 1_000_000
    /// The oldest go when there are more.
    private static let most = 1000

    private let ends = Mutex<[String: Int64]>([:])

    /// Begins a session at `now`, microseconds since 1970; its name is for the cookie.
    func begin(now: Int64) -> String {
        var random = SystemRandomNumberGenerator()
        let name = (0..<4).map { _ in
            let digits = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
        ends.withLock { ends in
            ends = ends.filter { $0.value > now }
            if ends.count >= Self.most, let oldest = ends.min(by: { $0.value < $1.value }) { ends[oldest.key] = nil }
            ends[name] = now + Self.lifetime
        }
        return name
    }

    /// When the session ends, microseconds since 1970; nil where there is none, or it is over.
    func end(of name: String, now: Int64) -> Int64? {
        ends.withLock { $0[name] }.flatMap { $0 > now ? $0 : nil }
    }

    /// Ends a session.
    func remove(_ name: String) { ends.withLock { $0[name] = nil } }
}
