import Ledger

/// Keeps the row of `ledger` that says how far ids are away from `started_at` (``Schema/idSkew``) true of all rows.
///
/// It is written in powers of two, so some twenty times in the life of a ledger.
///
/// Not `Sendable`: it belongs to the thread that has the connection.
final class IDSkew {
    private let statement: SQLStatement
    /// What the row is known to say at least, in microseconds.
    private var known: Int64 = 0

    /// Prepares the statement on `connection`.
    init(_ connection: SQLConnection) throws(SQLiteFailure) {
        statement = try connection.prepare(
            """
            INSERT INTO ledger (name, value) VALUES ('\(Schema.idSkew)', ?)
                ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)
            """)
    }

    /// A row is inserted, by the transaction that is open.
    func note(_ record: borrowing UsageRecord) throws(SQLiteFailure) {
        let (difference, overflow) = record.id.microseconds.subtractingReportingOverflow(record.startedAt)
        let skew = overflow ? Int64.max : Int64(clamping: difference.magnitude)
        guard skew > known else { return }
        var bound: Int64 = 1 << 20
        while bound < skew, bound <= Int64.max / 2 { bound *= 2 }
        bound = max(bound, skew)
        statement.bind(bound, at: 1)
        try statement.run()
        known = bound
    }

    /// After a rollback.
    func forget() { known = 0 }
}
