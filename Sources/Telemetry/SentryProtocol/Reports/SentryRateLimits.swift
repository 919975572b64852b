/// Until when the receiver wants nothing of which category (SD `foundations/transport/rate-limiting.mdx`).
///
/// A book without a clock: times are seconds of any clock that never goes back.
public struct SentryRateLimits: Sendable, Hashable {
    /// By category; nil = all.
    private var until: [SentryDataCategory?: Double] = [:]
    /// Where the receiver gives no time that can be read.
    public static let defaultSeconds = 60.0
    /// Longer is not believed.
    private static let maximumSeconds = 86_400.0

    /// No limits.
    public init() {}

    /// Learns from an answer, whatever its status.
    ///
    /// - Parameters:
    ///   - status: The answer's.
    ///   - limits: `X-Sentry-Rate-Limits`, several fields joined with commas.
    ///   - retryAfter: `Retry-After` in seconds, already read; of a 429 without the other field.
    ///   - now: Seconds of the clock by which limits are asked for.
    public mutating func update(status: Int, limits: String?, retryAfter: Double?, now: Double) {
        if let limits {
            for limit in limits.split(separator: ",") { add(limit, now: now) }
        } else if status == 429 {
            keep(nil, now + min(max(0, retryAfter ?? Self.defaultSeconds), Self.maximumSeconds))
        }
    }

    /// `seconds:category;category:scope:reason`; no categories = all.
    private mutating func add(_ limit: Substring, now: Double) {
        let parts = limit.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 2 else { return }
        let digits = parts[0].filter { $0 != " " && $0 != "\t" }
        let seconds = Double(digits).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil } ?? Self.defaultSeconds
        let end = now + min(seconds, Self.maximumSeconds)
        let names = parts[1].split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }.filter { !$0.isEmpty }
        if names.isEmpty { return keep(nil, end) }
        for name in names {
            // Categories that this client does not know are none of its own.
            if let category = SentryDataCategory(rawValue: name), category != .internal { keep(category, end) }
        }
    }

    /// The longer one counts.
    private mutating func keep(_ category: SentryDataCategory?, _ end: Double) {
        until[category] = max(until[category] ?? end, end)
    }

    /// Whether a category must wait; client reports must by a limit of everything only.
    public func isLimited(_ category: SentryDataCategory, now: Double) -> Bool {
        remaining(category, now: now) > 0
    }

    /// Seconds until a category may be sent again.
    public func remaining(_ category: SentryDataCategory, now: Double) -> Double {
        max(0, max(until[nil] ?? now, until[category] ?? now) - now)
    }
}
