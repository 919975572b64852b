import Logging
import SentryProtocol

/// The month's budget with its file; used by the client's own task.
struct BudgetKeeper {
    private var budget: MonthlyBudget
    private let file: BudgetFile?
    private var isChanged = false
    private var hasFailed = false

    /// - Parameter directory: Where the counts are kept; nil = in memory.
    init(_ limits: SentryBudget, directory: String?) {
        file = directory.map { BudgetFile(directory: $0) }
        budget = MonthlyBudget(limits, state: file?.read() ?? MonthlyBudget.State())
    }

    mutating func admitEvent(_ event: SentryEvent, at time: SentryTimestamp) -> Bool {
        isChanged = true
        return budget.admitEvent(fingerprint: EventFingerprint.of(event), at: time)
    }

    mutating func admitTransaction(at time: SentryTimestamp) -> Bool {
        isChanged = true
        return budget.admitTransaction(at: time)
    }

    /// Writes the counts where they have changed; asked whenever there is nothing else to do.
    mutating func save(_ logger: Logger?) {
        guard isChanged, let file else { return }
        isChanged = false
        let isKept = file.write(budget.state)
        if !isKept, !hasFailed { logger?.warning("The counts of Sentry's budget could not be kept on disk.") }
        hasFailed = !isKept
    }
}
