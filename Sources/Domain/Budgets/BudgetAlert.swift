public import Money

/// A budget's spend has reached one of its thresholds.
///
/// Told once for each budget, window, threshold and revision, over all gateways and restarts; ``id`` says which, and is
/// the same wherever the crossing is noticed.
public struct BudgetAlert: Sendable, Hashable {
    public var budget: BudgetID
    /// ``BudgetPeriod/name``.
    public var period: String
    public var threshold: BudgetThreshold
    /// ``Budget/revision``.
    public var revision: Int64
    public var spent: NanoUSD
    public var limit: NanoUSD
    /// What will have been spent at the window's end if it goes on like this; nil for a window without one.
    public var projected: NanoUSD?
    /// When it was noticed, microseconds since 1970.
    public var at: Int64

    /// An alert.
    public init(
        budget: BudgetID, period: String, threshold: BudgetThreshold, revision: Int64, spent: NanoUSD, limit: NanoUSD,
        projected: NanoUSD?, at: Int64
    ) {
        self.budget = budget
        self.period = period
        self.threshold = threshold
        self.revision = revision
        self.spent = spent
        self.limit = limit
        self.projected = projected
        self.at = at
    }

    /// `user:alice:month:2026-11:0.8:6000000000`, the name percent-encoded: what makes an alert one and the same.
    public var id: String {
        "\(budget.scope.rawValue):\(PercentEncoding.text(budget.name)):\(budget.window.rawValue):\(period):"
            + "\(threshold):\(revision)"
    }
}
