public import Ledger

/// What the control plane shows and changes of keys, budgets and alerts.
public struct ControlPlanePolicy: Sendable {
    public var keys: any KeyAdministering
    public var budgets: any BudgetAdministering
    public var alerts: any AlertStoring
    public var events: any AlertSubscribing

    /// The parts.
    public init(
        keys: any KeyAdministering, budgets: any BudgetAdministering, alerts: any AlertStoring,
        events: any AlertSubscribing
    ) {
        self.keys = keys
        self.budgets = budgets
        self.alerts = alerts
        self.events = events
    }
}
