import Budgets
import Dialects
import Money

/// What the budgets say to a call.
enum BudgetVerdict {
    /// Forwarded. `worstCase`: what a hard budget holds; nil where none applies. `edit`: lowers the output cap.
    case admitted(BudgetHold?, worstCase: NanoUSD?, edits: [BodyEdit])
    case refused(BudgetAnswer)
    /// Shared budgets: leases must be extended first.
    case waiting(worstCase: NanoUSD, edits: [BodyEdit])
    /// A hard budget applies, and the ledger cannot be written.
    case ledgerUnavailable
}
