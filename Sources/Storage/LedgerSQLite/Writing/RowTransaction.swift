import Ledger

/// Writes rows and their roll-ups, all or none: `begin`, any number of `insert`, `commit`, or `rollback`.
///
/// Not `Sendable`: it belongs to the thread that has the connection.
final class RowTransaction {
    private let connection: SQLConnection
    private let beginning: SQLStatement
    private let ending: SQLStatement
    private let kinds: KindNumbers
    private let insertion: RowInsertion
    private let upserts: RollUpUpserts
    private let feed: ReplicaFeed?
    private var rollUps: RollUps

    /// Prepares all statements on `connection`.
    ///
    /// - Parameter feed: told which sums have changed, for the store that gateways share; nil where there is none.
    init(_ connection: SQLConnection, feed: ReplicaFeed?) throws(SQLiteFailure) {
        self.connection = connection
        self.feed = feed
        rollUps = RollUps(keepsParts: feed != nil)
        let arena = TextArena()
        beginning = try connection.prepare("BEGIN IMMEDIATE")
        ending = try connection.prepare("COMMIT")
        kinds = try KindNumbers(connection)
        insertion = try RowInsertion(connection, arena: arena, kinds: kinds)
        upserts = try RollUpUpserts(connection, arena: arena)
    }

    /// Takes the database's write lock.
    func begin() throws(SQLiteFailure) { try beginning.run() }

    /// Adds a row and its part of the roll-ups; nothing happens, and false is returned, when its id is there
    /// already.
    @discardableResult
    func insert(_ record: borrowing UsageRecord) throws(SQLiteFailure) -> Bool {
        guard try insertion.insert(record) else { return false }
        rollUps.add(record)
        return true
    }

    /// Adds rows that are all new, several with one statement; false when an id among them is there already, and the
    /// transaction must be rolled back.
    func insert(new rows: [SettledRow]) throws(SQLiteFailure) -> Bool {
        var next = rows.startIndex
        while rows.count - next >= RowInsertion.rowsAtOnce {
            let several = rows[next..<next + RowInsertion.rowsAtOnce]
            guard try insertion.insert(new: several) else { return false }
            for index in several.indices { rollUps.add(rows[index].record) }
            next = several.endIndex
        }
        for index in next..<rows.endIndex { try insert(rows[index].record) }
        return true
    }

    /// Writes the roll-ups and makes all of it durable.
    func commit() throws(SQLiteFailure) {
        rollUps.fold()
        try upserts.add(rollUps)
        try ending.run()
        feed?.note(rollUps)
        rollUps.removeAll()
    }

    /// Kinds without rows were deleted.
    func forgetKinds() { kinds.forget() }

    /// Changes one number, to see whether the database can be written.
    func probe() throws(SQLiteFailure) {
        try begin()
        try connection.execute(
            "INSERT INTO ledger (name, value) VALUES ('probes', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1")
        try commit()
    }

    /// Undoes what has not been committed.
    func rollback() {
        rollUps.removeAll()
        kinds.forget()
        if connection.isInTransaction { try? connection.execute("ROLLBACK") }
    }
}

extension RowTransaction {
    /// Writes all rows of `journal`, then empties it, unless rows were appended meanwhile.
    ///
    /// Returns how many were new.
    @discardableResult
    func replay(_ journal: EmergencyJournal) throws(SQLiteFailure) -> Int {
        var inserted = 0
        var position = journal.start
        while true {
            let (records, next) = journal.read(from: position, limit: 1000)
            guard !records.isEmpty else { break }
            try begin()
            for record in records where try insert(record) { inserted += 1 }
            try commit()
            position = next
        }
        _ = journal.empty(upTo: position)
        return inserted
    }
}
