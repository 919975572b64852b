public import Money
public import Usage

/// One ledger row: one client call that was forwarded, or that a budget refused.
///
/// CONTRACTS.md "What counts as what" and "Admin API" (the row's JSON) rule on the meaning of each field.
public struct UsageRecord: Sendable, Hashable {
    /// Made by the gateway when the call began.
    public var id: CallID
    /// Microseconds since 1970; decides price, window, month and aggregate.
    public var startedAt: Int64
    public var provider: ProviderID
    /// `chat.completions`, `embeddings`, `messages`, …; `unmetered` for a path without a dialect.
    public var api: String
    public var requestModel: ModelID?
    public var responseModel: ModelID?
    /// The catalogue's id that priced the call; nil when nothing did.
    public var pricedAs: ModelID?
    /// The admitted, bounded `model` label of the metrics (CONTRACTS.md "Metrics"); counters are restored by it.
    public var modelLabel: String
    /// The admitted `component_type` label of the metrics: `component`, or `other` beyond the cap.
    public var componentLabel: String
    public var user: UserID
    public var component: ComponentType
    /// The virtual key that the call came with.
    public var keyID: KeyID?
    /// From `x-tollgate-tag-<name>` headers, in order.
    public var tags: [Tag]
    public var stream: Bool
    /// The HTTP status the client got; 0 when it got none.
    public var status: Int
    public var errorType: ErrorType?
    public var clientDisconnected: Bool
    public var tokens: TokenCounts
    /// Null when nothing or only a part of what was used has a price.
    public var cost: NanoUSD?
    /// The priced part; equals `cost` where that is not null.
    public var knownCost: NanoUSD
    /// The classes that have no price.
    public var unpriced: [String]
    public var priceSource: PriceSource
    public var usageSource: UsageSource
    public var durationMicroseconds: Int64
    /// From the request's arrival to the first content event; nil when there was none, or it was not a stream.
    public var timeToFirstTokenMicroseconds: Int64?
    public var upstreamRequestID: String?
    /// 32 lower-case hexadecimal digits, from `traceparent`.
    public var traceID: String?
    /// What else was billed, apart from tokens, as JSON (`{"web_searches":2}`); nil when nothing.
    public var detail: String?

    /// A name and a value from an `x-tollgate-tag-<name>` header.
    public struct Tag: Sendable, Hashable {
        public var name: String
        public var value: String
        /// The tag `name` = `value`.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Where the price comes from.
    public enum PriceSource: String, Sendable, Hashable, CaseIterable {
        case catalogue
        case configured
        case fallback
        case provider
        case none
    }

    /// Whether it counts as one request without a (full) price: `ai_unpriced_requests_total`.
    public var isUnpriced: Bool {
        priceSource == .fallback || (cost == nil && errorType == nil)
    }

    /// A row with nothing counted yet.
    public init(id: CallID, startedAt: Int64, provider: ProviderID, api: String, user: UserID, component: ComponentType)
    {
        self.id = id
        self.startedAt = startedAt
        self.provider = provider
        self.api = api
        self.user = user
        self.component = component
        modelLabel = "other"
        componentLabel = "other"
        tags = []
        stream = false
        status = 0
        clientDisconnected = false
        tokens = TokenCounts()
        knownCost = .zero
        unpriced = []
        priceSource = .none
        usageSource = .none
        durationMicroseconds = 0
    }
}
