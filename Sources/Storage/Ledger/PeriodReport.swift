public import Usage

/// Whole hours, UTC: what sums over a stretch of time are asked for by.
public struct HourSpan: Sendable, Hashable {
    /// Hours since 1970, inclusive.
    public var first: Int
    /// Hours since 1970, exclusive.
    public var end: Int

    /// The hours from `first` up to `end`, which is not before it.
    public init(first: Int, end: Int) {
        self.first = first
        self.end = max(first, end)
    }

    /// Microseconds in an hour.
    public static let microsecondsAnHour: Int64 = 3_600_000_000

    /// The hour of a moment, in microseconds since 1970.
    public static func hour(ofMicroseconds microseconds: Int64) -> Int {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: microsecondsAnHour)
        return Int(remainder < 0 ? quotient - 1 : quotient)
    }

    /// How many there are.
    public var count: Int { end - first }

    /// As many hours as these, right before them.
    public var before: HourSpan { HourSpan(first: first - count, end: first) }

    /// Microseconds since 1970 at the first one's start.
    public var startMicroseconds: Int64 { Int64(first) * Self.microsecondsAnHour }

    /// Microseconds since 1970 at the last one's end.
    public var endMicroseconds: Int64 { Int64(end) * Self.microsecondsAnHour }
}

/// Which hours, and how many users are listed.
public struct PeriodQuery: Sendable, Hashable {
    public var span: HourSpan
    /// Users at most, the dearest first.
    public var users: Int

    /// Sums over `span`.
    public init(span: HourSpan, users: Int = 10) {
        self.span = span
        self.users = users
    }

    /// How long a bucket of the series is: an hour up to three days, else a day.
    public var hoursABucket: Int { span.count <= 72 ? 1 : 24 }
}

/// Sums over some hours, exact, from roll-ups that outlive the rows.
public struct PeriodReport: Sendable {
    public var query: PeriodQuery
    public var total = UsageTotals()
    /// Over the hours right before, as many.
    public var before = UsageTotals()
    /// The dearest, by cost.
    public var users: [(user: UserID, totals: UsageTotals)] = []
    /// Whether there are more than were asked for.
    public var hasMoreUsers = false
    /// By cost, the dearest first.
    public var models: [(provider: ProviderID, model: ModelID, totals: UsageTotals)] = []
    /// By cost, the dearest first.
    public var components: [(component: ComponentType, totals: UsageTotals)] = []
    /// By number, the most frequent first.
    public var errors: [(type: ErrorType, requests: Int64)] = []
    /// By the hour with which a bucket begins, ascending; only buckets that have rows.
    public var series: [(hour: Int, totals: UsageTotals)] = []
    /// How long the calls that were answered took.
    public var durations = LatencyHistogram()
    /// How long their first content event took, where there was one.
    public var firstTokens = LatencyHistogram()
    public var durationsBefore = LatencyHistogram()
    public var firstTokensBefore = LatencyHistogram()

    /// A report with nothing in it.
    public init(query: PeriodQuery) { self.query = query }
}
