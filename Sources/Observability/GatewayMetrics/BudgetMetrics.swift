public import Budgets
public import PrometheusExposition
import Synchronization

/// The metrics of budgets: how much of each is used, and how many alerts were told.
///
/// Only budgets that were set by name have a series, never the default of each user: a user id is no label otherwise,
/// and their number is the operator's choice.
public final class BudgetMetrics: Sendable {
    private let registry: PrometheusRegistry
    private let usedRatio: @Sendable (BudgetID) -> Double?
    private let watched = Mutex<Set<BudgetID>>([])

    private static let used = MetricDescription(
        "tollgate_budget_used_ratio", help: "Spend of a budget's running window by its limit.", unit: "ratio")
    private static let alerts = MetricDescription(
        "tollgate_budget_alerts_total", help: "Budget alerts that this gateway has told, by threshold.")

    /// - Parameter usedRatio: asked at each scrape; nil where the budget is gone.
    public init(_ registry: PrometheusRegistry, usedRatio: @escaping @Sendable (BudgetID) -> Double?) {
        self.registry = registry
        self.usedRatio = usedRatio
    }

    /// Exposes these budgets from now on, and their thresholds at 0.
    public func watch(_ budgets: [Budget]) {
        for budget in budgets {
            for threshold in budget.thresholds { _ = counter(budget.id.scope, threshold) }
            guard watched.withLock({ $0.insert(budget.id).inserted }) else { continue }
            let (id, usedRatio) = (budget.id, usedRatio)
            registry.gauge(
                Self.used, labels: ["scope": id.scope.rawValue, "id": id.name, "window": id.window.rawValue]
            ) { usedRatio(id) }
        }
    }

    /// An alert was told.
    public func told(_ alert: BudgetAlert) { counter(alert.budget.scope, alert.threshold).increment() }

    private func counter(_ scope: BudgetScope, _ threshold: BudgetThreshold) -> Counter {
        registry.counter(Self.alerts, labels: ["scope": scope.rawValue, "threshold": threshold.description])
    }
}
