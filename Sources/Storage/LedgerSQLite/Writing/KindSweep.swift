import Ledger

/// Deletes kinds that no row has any more, some at a time.
///
/// Not `Sendable`: it belongs to the thread that has the connection.
final class KindSweep {
    /// Kinds that are looked at in one step: about a millisecond.
    private static let kindsAStep: Int64 = 500

    private var deletion: SQLStatement?
    private var next: Int64 = 0

    /// One step: how many were deleted, and whether all have been looked at.
    func run(_ connection: SQLConnection) throws(SQLiteFailure) -> (deleted: Int32, isDone: Bool) {
        let last = try connection.prepare("SELECT max(kind) FROM kinds").number() ?? 0
        guard next <= last else { return (0, true) }
        let deletion: SQLStatement
        if let ready = self.deletion {
            deletion = ready
        } else {
            deletion = try connection.prepare(
                """
                DELETE FROM kinds WHERE kind BETWEEN ? AND ? AND NOT EXISTS (
                    SELECT 1 FROM requests INDEXED BY requests_by_kind WHERE requests.kind = kinds.kind)
                """)
            self.deletion = deletion
        }
        deletion.bind(next, at: 1)
        deletion.bind(next + Self.kindsAStep - 1, at: 2)
        try deletion.run()
        next += Self.kindsAStep
        return (connection.changes, next > last)
    }
}
