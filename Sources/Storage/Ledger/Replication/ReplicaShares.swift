public import Money
public import Usage

/// A month of a user's spend.
public struct UserMonth: Sendable, Hashable {
    public var month: Month
    public var user: UserID

    /// `month` of `user`.
    public init(month: Month, user: UserID) {
        self.month = month
        self.user = user
    }
}

/// A day's spend with one model and component.
public struct DayPart: Sendable, Hashable {
    public var month: Month
    /// The day of the month, 1…31.
    public var day: Int
    public var provider: ProviderID
    public var model: ModelID
    public var component: ComponentType

    /// A part of a day.
    public init(month: Month, day: Int, provider: ProviderID, model: ModelID, component: ComponentType) {
        self.month = month
        self.day = day
        self.provider = provider
        self.model = model
        self.component = component
    }
}

/// What one incarnation has booked for a user in a month.
public struct UserShare: Sendable, Hashable {
    /// ``Incarnation/label``.
    public var incarnation: String
    public var key: UserMonth
    public var totals: UsageTotals
    public var models: [ModelID: PartTotals] = [:]
    public var components: [ComponentType: PartTotals] = [:]

    /// A share without parts.
    public init(incarnation: String, key: UserMonth, totals: UsageTotals) {
        self.incarnation = incarnation
        self.key = key
        self.totals = totals
    }
}

/// The sums of a user's month that are told by model and by component.
public struct PartTotals: Sendable, Hashable {
    public var cost = NanoUSD.zero
    public var requests: Int64 = 0
    public var inputTokens: Int64 = 0
    public var outputTokens: Int64 = 0

    /// Nothing yet.
    public init() {}

    /// The sums given.
    public init(cost: NanoUSD, requests: Int64, inputTokens: Int64, outputTokens: Int64) {
        self.cost = cost
        self.requests = requests
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
    }

    /// Adds other sums.
    public mutating func add(_ other: PartTotals) {
        cost += other.cost
        requests += other.requests
        inputTokens += other.inputTokens
        outputTokens += other.outputTokens
    }
}

/// What one incarnation has booked in a part of a day.
public struct DayShare: Sendable, Hashable {
    /// ``Incarnation/label``.
    public var incarnation: String
    public var key: DayPart
    public var totals: UsageTotals

    /// A share.
    public init(incarnation: String, key: DayPart, totals: UsageTotals) {
        self.incarnation = incarnation
        self.key = key
        self.totals = totals
    }
}

/// Which sums have changed.
public struct ReplicaChanges: Sendable, Hashable {
    public var users: Set<UserMonth> = []
    public var days: Set<DayPart> = []

    /// None.
    public init() {}

    public var isEmpty: Bool { users.isEmpty && days.isEmpty }

    /// Adds others.
    public mutating func formUnion(_ other: ReplicaChanges) {
        users.formUnion(other.users)
        days.formUnion(other.days)
    }
}
