/// What a client discarded, counted by reason and category.
public struct SentryClientReport: Sendable, Hashable {
    /// What is counted apart.
    public struct Kind: Sendable, Hashable {
        public var reason: SentryDiscardReason
        public var category: SentryDataCategory

        /// A kind.
        public init(_ reason: SentryDiscardReason, _ category: SentryDataCategory) {
            self.reason = reason
            self.category = category
        }
    }

    public private(set) var discarded: [Kind: Int] = [:]

    /// Nothing discarded.
    public init() {}

    public var isEmpty: Bool { discarded.isEmpty }

    /// Counts `quantity` more; client reports themselves are not counted.
    public mutating func add(_ reason: SentryDiscardReason, _ category: SentryDataCategory, _ quantity: Int = 1) {
        guard quantity > 0, category != .internal else { return }
        let sum = (discarded[Kind(reason, category)] ?? 0).addingReportingOverflow(quantity)
        discarded[Kind(reason, category)] = sum.overflow ? .max : sum.partialValue
    }

    /// Counts an item, and of a transaction its spans and itself as one more span.
    public mutating func add(_ reason: SentryDiscardReason, item: SentryEnvelopeItem) {
        add(reason, item.type.category)
        if item.type == .transaction { add(reason, .span, item.spanCount + 1) }
    }

    /// Counts all of another one, too: a report that could not be delivered.
    public mutating func add(_ other: SentryClientReport) {
        for (kind, count) in other.discarded { add(kind.reason, kind.category, count) }
    }

    /// The item, within 4 KiB as there are few kinds; nil when there is nothing to tell.
    public func item(at timestamp: SentryTimestamp) -> SentryEnvelopeItem? {
        guard !isEmpty else { return nil }
        let events = discarded.sorted {
            ($0.key.reason.rawValue, $0.key.category.rawValue) < ($1.key.reason.rawValue, $1.key.category.rawValue)
        }.map { kind, count in
            SentryValue.object([
                "reason": .string(kind.reason.rawValue), "category": .string(kind.category.rawValue),
                "quantity": .integer(Int64(count)),
            ])
        }
        var payload: [UInt8] = []
        for count in stride(from: events.count, to: 0, by: -1) {
            payload =
                SentryValue.object([
                    "timestamp": .string(timestamp.text), "discarded_events": .array(Array(events.prefix(count))),
                ]).json
            if payload.count <= SentryLimits.clientReportBytes { break }
        }
        return SentryEnvelopeItem(.clientReport, payload: payload)
    }
}
