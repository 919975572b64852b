import BudgetAlerting
import Budgets
import GatewayErrors

/// Reports alerts to Sentry as they are told.
struct AlertReporting: AlertOutput {
    let errors: GatewayErrors

    func send(_ alert: BudgetAlert) { errors.budgetAlert(alert) }
}
