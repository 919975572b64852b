import Ledger

/// What is known about the writer, for ``LedgerHealth``.
struct WriterStatus: Sendable {
    /// Why the last commit failed; nil when it worked.
    var failure: LedgerError?
    /// Rows that neither the database nor the journal took.
    var rowsInMemory = 0
    /// Rows that were given up because there were too many of those; their holds stay.
    var rowsDropped = 0
    /// Monotonic nanoseconds at which the oldest row came that is not in the database, of those the writer has.
    var oldest: UInt64?
    /// Whether ``SQLiteLedger/close()`` was called.
    var isClosed = false

    /// The sentence for the operator, given the rows in the journal.
    func message(rowsInJournal: Int) -> String? {
        var sentences: [String] = []
        if isClosed { sentences.append("The ledger is closed.") }
        if let failure {
            sentences.append(failure.message)
            if rowsInJournal > 0 { sentences.append("\(rowsInJournal) rows wait in the emergency journal.") }
        }
        if rowsInMemory > 0 {
            sentences.append("The emergency journal takes no more: \(rowsInMemory) rows wait in memory only.")
        }
        if rowsDropped > 0 {
            sentences.append(
                "\(rowsDropped) rows were given up; the next start books those calls as interrupted, from their holds.")
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }
}
