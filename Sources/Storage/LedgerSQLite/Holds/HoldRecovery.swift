import Ledger
import Usage

/// Settles what the last process left open: first the emergency journal, then the holds.
enum HoldRecovery {
    /// Rows for all that was open, in one transaction with their roll-ups; then the slots are emptied.
    ///
    /// A hold whose
    /// id is in the database was settled, but its process died before it could empty the slot.
    static func run(
        _ transaction: RowTransaction, store: HoldStore, journal: EmergencyJournal, directory: String
    ) throws(LedgerError) -> LedgerRecovery {
        var recovery = LedgerRecovery()
        let (segments, unreadable) = try store.openExisting()
        recovery.unreadableFiles = unreadable + (journal.wasUnreadable ? ["emergency.journal"] : [])
        do throws(SQLiteFailure) {
            recovery.replayedRows = try transaction.replay(journal)
            try transaction.begin()
            for segment in segments {
                for slot in 0..<segment.slots {
                    switch segment.read(slot) {
                    case .empty: break
                    case .torn: recovery.tornHolds += 1
                    case .record(var record):
                        record.usageSource = .interrupted
                        if try transaction.insert(record) { recovery.interruptedRows += 1 }
                    }
                }
            }
            try transaction.commit()
        } catch {
            transaction.rollback()
            throw error.ledgerError(directory: directory)
        }
        for segment in segments {
            for slot in 0..<segment.slots where !segment.isEmpty(slot) { segment.clear(slot) }
        }
        store.reuse(segments)
        return recovery
    }
}
