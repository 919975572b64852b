public import Money
import Usage

/// Sums over calls, by provider and model.
public struct CaseTotals: Sendable {
    /// Sums of the calls that one model answered.
    public struct Row: Sendable, Hashable {
        public var calls: Int64 = 0
        public var inputTokens: Int64 = 0
        public var cachedInputTokens: Int64 = 0
        public var cacheWriteTokens: Int64 = 0
        public var outputTokens: Int64 = 0
        public var reasoningTokens: Int64 = 0
        /// What has a price, in calls that are priced in whole or in part.
        public var known = ExactUSD.zero
        /// Calls of which a part has no price; their known part is in ``known``.
        public var partlyUnpriced: Int64 = 0
        /// Calls that have no price at all.
        public var unpriced: Int64 = 0
        /// Calls whose answers tell no usage.
        public var withoutUsage: Int64 = 0
        /// Answers that are errors; they cost nothing.
        public var errors: Int64 = 0
        /// What the same usage would have cost at another model.
        public var elsewhere = ExactUSD.zero
        /// Calls that would not have had a whole price there.
        public var elsewhereUnpriced: Int64 = 0

        /// No calls.
        public init() {}
    }

    /// Who answered.
    public struct Key: Sendable, Hashable, Comparable {
        public var provider: String
        public var model: String

        public static func < (left: Key, right: Key) -> Bool {
            (left.provider, left.model) < (right.provider, right.model)
        }
    }

    /// The sums by who answered.
    public private(set) var rows: [Key: Row] = [:]

    /// No calls.
    public init() {}

    /// The sum of all rows.
    public var total: Row { rows.values.reduce(into: Row()) { $0.add($1) } }

    /// Adds a call.
    public mutating func add(_ priced: PricedCase) {
        let model = priced.price.pricedAs ?? priced.model?.rawValue ?? "(model not told)"
        var row = Row()
        row.calls = 1
        if let tokens = priced.usage?.allTokens {
            row.inputTokens = tokens.inputTotal
            row.cachedInputTokens = tokens.cachedTotal
            row.cacheWriteTokens = tokens.cacheWriteTotal
            row.outputTokens = tokens.outputTotal
            row.reasoningTokens = tokens.reasoning
        }
        if priced.isError {
            row.errors = 1
        } else if priced.usage == nil {
            row.withoutUsage = 1
        } else if priced.price.cost == nil {
            if priced.price.known == nil { row.unpriced = 1 } else { row.partlyUnpriced = 1 }
        }
        row.known = priced.price.known ?? .zero
        if let elsewhere = priced.elsewhere {
            row.elsewhere = elsewhere.known ?? .zero
            if elsewhere.cost == nil { row.elsewhereUnpriced = 1 }
        }
        rows[Key(provider: priced.provider.rawValue, model: model), default: Row()].add(row)
    }

    /// Adds the sums of other calls.
    public mutating func add(_ other: CaseTotals) {
        for (key, row) in other.rows { rows[key, default: Row()].add(row) }
    }
}

extension CaseTotals.Row {
    fileprivate mutating func add(_ other: CaseTotals.Row) {
        calls += other.calls
        inputTokens += other.inputTokens
        cachedInputTokens += other.cachedInputTokens
        cacheWriteTokens += other.cacheWriteTokens
        outputTokens += other.outputTokens
        reasoningTokens += other.reasoningTokens
        known = known.addingClamped(other.known)
        partlyUnpriced += other.partlyUnpriced
        unpriced += other.unpriced
        withoutUsage += other.withoutUsage
        errors += other.errors
        elsewhere = elsewhere.addingClamped(other.elsewhere)
        elsewhereUnpriced += other.elsewhereUnpriced
    }
}
