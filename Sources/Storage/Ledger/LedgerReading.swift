public import Money
public import Usage

/// The port through which the control plane reads.
///
/// Readers are short and never block the writer.
public protocol LedgerReading: Sendable {
    /// The month's totals by user, model, component and day, from roll-ups.
    func costs(_ query: CostQuery) async throws -> CostReport
    /// Sums over some hours, and over as many before them, from roll-ups.
    func period(_ query: PeriodQuery) async throws -> PeriodReport
    /// Rows, newest first (by id), after `query.cursor`.
    func requests(_ query: RequestQuery) async throws -> RequestPage
    /// One row; nil when there is none.
    func request(_ id: CallID) async throws -> UsageRecord?
    /// All-time sums by model label, component and outcome, for restoring the counters; retention never prunes them.
    func counterTotals() async throws -> [CounterTotals]
    /// The state of the writer.
    var health: LedgerHealth { get }
    /// Seconds since 1970 at which this ledger was first made: the counters' `_created`.
    var createdAt: Double { get }
}

/// Which month, and how its users are listed.
public struct CostQuery: Sendable, Hashable {
    /// `YYYY-MM`, UTC.
    public var month: Month
    public var sort: Sort
    /// Users a page.
    public var limit: Int
    /// Opaque; from the page before.
    public var cursor: String?

    /// How users are ordered.
    public enum Sort: String, Sendable, Hashable, CaseIterable {
        case costDescending = "-cost"
        case costAscending = "cost"
        case userAscending = "user"
        case userDescending = "-user"
        case requestsDescending = "-requests"
        case requestsAscending = "requests"
    }

    /// A page of `month`.
    public init(month: Month, sort: Sort = .costDescending, limit: Int = 100, cursor: String? = nil) {
        self.month = month
        self.sort = sort
        self.limit = limit
        self.cursor = cursor
    }
}

/// A calendar month, UTC.
public struct Month: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var year: Int
    /// The month's number, 1…12.
    public var month: Int

    /// Month `month` (1…12) of `year`; nil when there is no such month (years 1970…9999).
    public init?(year: Int, month: Int) {
        guard (1970...9999).contains(year), (1...12).contains(month) else { return nil }
        self.year = year
        self.month = month
    }

    /// Reads `YYYY-MM`.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7, bytes[4] == UInt8(ascii: "-"),
            bytes.enumerated().allSatisfy({ $0.offset == 4 || (48...57).contains($0.element) }),
            let year = Int(text.prefix(4)), let month = Int(text.suffix(2))
        else { return nil }
        self.init(year: year, month: month)
    }

    public var description: String {
        let text = String(month)
        return "\(year)-\(text.utf8.count == 1 ? "0" : "")\(text)"
    }

    public static func < (left: Month, right: Month) -> Bool { (left.year, left.month) < (right.year, right.month) }
}

/// Sums over some rows.
///
/// Costs leave out null costs and add `cost_known_usd` instead.
public struct UsageTotals: Sendable, Hashable {
    public var cost: NanoUSD = .zero
    public var requests: Int64 = 0
    public var errors: Int64 = 0
    public var unpricedRequests: Int64 = 0
    public var inputTokens: Int64 = 0
    public var cachedInputTokens: Int64 = 0
    public var cacheWriteTokens: Int64 = 0
    public var outputTokens: Int64 = 0
    public var reasoningTokens: Int64 = 0

    /// Nothing yet.
    public init() {}

    /// Adds one row.
    public mutating func add(_ record: borrowing UsageRecord) {
        cost += record.knownCost
        requests += 1
        if record.errorType != nil { errors += 1 }
        if record.isUnpriced { unpricedRequests += 1 }
        inputTokens += record.tokens.inputTotal
        cachedInputTokens += record.tokens.cachedTotal
        cacheWriteTokens += record.tokens.cacheWriteTotal
        outputTokens += record.tokens.outputTotal
        reasoningTokens += record.tokens.reasoning
    }
}

/// What `GET /api/v1/admin/llm-costs` shows, before projection.
public struct CostReport: Sendable {
    public var month: Month
    /// False where the month is known to this gateway only.
    public var complete: Bool
    public var total: UsageTotals
    public var users: [(user: UserID, totals: UsageTotals)]
    public var models: [(provider: ProviderID, model: ModelID, totals: UsageTotals)]
    public var components: [(component: ComponentType, totals: UsageTotals)]
    /// `YYYY-MM-DD`, ascending; only days that have rows.
    public var days: [(date: String, totals: UsageTotals)]
    public var nextCursor: String?

    /// A report with nothing in it.
    public init(month: Month, complete: Bool) {
        self.month = month
        self.complete = complete
        total = UsageTotals()
        users = []
        models = []
        components = []
        days = []
    }
}

/// Which rows.
///
/// Times in microseconds since 1970, `since` inclusive, `until` exclusive.
public struct RequestQuery: Sendable, Hashable {
    public var since: Int64?
    public var until: Int64?
    public var user: UserID?
    /// Matches the request's, the response's or the priced model.
    public var model: ModelID?
    public var component: ComponentType?
    public var status: Status?
    public var limit: Int = 100
    public var cursor: CallID?

    /// Which outcomes.
    public enum Status: Sendable, Hashable {
        case ok
        case error
        /// The HTTP status.
        case code(Int)
    }

    /// Every row, 100 a page.
    public init() {}
}

/// A page of rows.
public struct RequestPage: Sendable {
    public var records: [UsageRecord]
    /// Where the next page begins; nil at the end.
    public var nextCursor: CallID?

    /// A page.
    public init(records: [UsageRecord], nextCursor: CallID?) {
        self.records = records
        self.nextCursor = nextCursor
    }
}

/// All-time sums of one label set.
public struct CounterTotals: Sendable, Hashable {
    /// The admitted `model` label, as the rows stored it.
    public var modelLabel: String
    /// The admitted `component_type` label, as the rows stored it.
    public var componentLabel: String
    /// nil = answered.
    public var errorType: ErrorType?
    public var totals: UsageTotals
    public var clientDisconnects: Int64

    /// Sums of one label set.
    public init(
        modelLabel: String, componentLabel: String, errorType: ErrorType?, totals: UsageTotals,
        clientDisconnects: Int64
    ) {
        self.modelLabel = modelLabel
        self.componentLabel = componentLabel
        self.errorType = errorType
        self.totals = totals
        self.clientDisconnects = clientDisconnects
    }
}
