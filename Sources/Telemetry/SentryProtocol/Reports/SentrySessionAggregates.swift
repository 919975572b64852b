/// Release health of a server: how many requests or jobs of each minute ended how (SD `telemetry/sessions`).
public struct SentrySessionAggregates: Sendable, Hashable {
    /// How one ended.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// As it should.
        case exited
        /// An error was captured, or the answer was a 5xx.
        case errored
        /// It was cut off.
        case abnormal
        /// The process died of it.
        case crashed
    }

    /// By the minute since 1970.
    private var buckets: [Int64: [Outcome: Int]] = [:]
    /// Those that came when there was no room for another minute.
    public private(set) var dropped = 0

    /// None yet.
    public init() {}

    public var isEmpty: Bool { buckets.isEmpty }

    /// Counts one that began at `started`; at most 100 minutes are kept.
    public mutating func add(_ outcome: Outcome, started: SentryTimestamp) {
        let minute = started.minute
        guard buckets[minute] != nil || buckets.count < SentryLimits.sessionBuckets else { return dropped += 1 }
        buckets[minute, default: [:]][outcome, default: 0] += 1
    }

    /// How many are counted.
    public var count: Int { buckets.values.reduce(0) { $0 + $1.values.reduce(0, +) } }

    /// How many ended so.
    public func count(of outcome: Outcome) -> Int { buckets.values.reduce(0) { $0 + ($1[outcome] ?? 0) } }

    /// The item; nil where there are none.
    ///
    /// Sentry takes sessions of a named release only.
    public func item(release: String, environment: String?) -> SentryEnvelopeItem? {
        guard !isEmpty else { return nil }
        let aggregates = buckets.sorted { $0.key < $1.key }.map { minute, outcomes in
            let started = SentryTimestamp(microseconds: minute * 60_000_000).minuteText
            var fields: [String: SentryValue] = ["started": .string(started)]
            for (outcome, count) in outcomes { fields[outcome.rawValue] = .integer(Int64(count)) }
            return SentryValue.object(fields)
        }
        let payload = SentryValue.object([
            "attrs": .fields(["release": .string(release), "environment": environment.encoded]),
            "aggregates": .array(aggregates),
        ])
        return SentryEnvelopeItem(.sessions, payload: payload.json)
    }
}
