import BudgetAlerting
import Budgets
import GatewayMetrics

/// Counts alerts in the metrics as they are told.
struct AlertCounting: AlertOutput {
    let metrics: BudgetMetrics

    func send(_ alert: BudgetAlert) { metrics.told(alert) }
}
