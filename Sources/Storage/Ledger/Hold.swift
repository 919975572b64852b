/// A call in flight: what becomes an `interrupted` row if the process dies before it is settled.
///
/// Holds are records of their own, apart from committed spend (CONTRACTS.md "Holds").
public struct Hold: Sendable, Hashable {
    /// The row as it would stand if the process died now: no response, `usage_source` = `interrupted`,
    /// tokens and cost = the estimate of its input (or the worst case under a hard budget).
    public var record: UsageRecord

    /// A hold that would be settled as `record`.
    public init(record: UsageRecord) { self.record = record }
}
