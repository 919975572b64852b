public import Budgets
import Ledger
public import Logging

/// Writes alerts into the log.
public struct AlertLog: AlertOutput {
    private let logger: Logger

    /// Through `logger`.
    public init(_ logger: Logger) { self.logger = logger }

    public func send(_ alert: BudgetAlert) {
        logger.warning("\(AlertMessage.sentence(alert))", metadata: ["alert": "\(alert.id)"])
    }
}
