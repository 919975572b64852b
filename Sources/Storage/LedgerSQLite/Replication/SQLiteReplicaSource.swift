public import Ledger
import Budgets
import GRDB
import Money
import Usage

/// The sums of an ``SQLiteLedger``, by incarnation, for the store that gateways share.
///
/// The running incarnation's share of a sum is the roll-up without what was frozen under earlier ones
/// (``IncarnationStart``).
public final class SQLiteReplicaSource: LedgerReplicaSource {
    public let incarnations: [Incarnation]
    let feed: ReplicaFeed
    private let pool: DatabasePool
    private let directory: String
    /// Label by the number in the tables; the running one has the highest.
    private let labels: [Int64: String]
    private let running: String

    init(pool: DatabasePool, directory: String, feed: ReplicaFeed, start: IncarnationStart) {
        self.pool = pool
        self.directory = directory
        self.feed = feed
        incarnations = start.incarnations.map(\.incarnation)
        labels = Dictionary(uniqueKeysWithValues: start.incarnations.map { ($0.number, $0.incarnation.label) })
        running = start.incarnations.last?.incarnation.label ?? ""
    }

    public func takeChanges() -> ReplicaChanges { feed.take() }

    public var oldestChangeSeconds: Double { feed.oldestSeconds }

    public func everything(from first: Month) async throws -> ReplicaChanges {
        try await read { db in
            var changes = ReplicaChanges()
            let number = first.number
            for row in try Row.fetchAll(
                db, sql: "SELECT month, user FROM user_totals WHERE month >= ?", arguments: [number])
            {
                guard let month = Month(number: row[0]) else { continue }
                changes.users.insert(UserMonth(month: month, user: UserID(rawValue: row[1])))
            }
            for row in try Row.fetchAll(
                db, sql: "SELECT day, provider, model, component FROM day_totals WHERE day >= ?",
                arguments: [first.firstDayNumber])
            {
                if let part = Self.dayPart(row) { changes.days.insert(part) }
            }
            return changes
        }
    }

    public func userShares(_ keys: [UserMonth]) async throws -> [UserShare] {
        try await read { [labels, running] db in
            let reader = try UserShareReader(db, labels: labels, running: running)
            return try keys.flatMap { try reader.shares(of: $0) }
        }
    }

    public func dayShares(_ keys: [DayPart]) async throws -> [DayShare] {
        try await read { [labels, running] db in
            let conditions = "WHERE day = ? AND provider = ? AND model = ? AND component = ?"
            let whole = try db.cachedStatement(sql: "SELECT \(TotalsRow.columns) FROM day_totals \(conditions)")
            let frozen = try db.cachedStatement(
                sql: "SELECT incarnation, \(TotalsRow.columns) FROM frozen_days \(conditions) ORDER BY incarnation")
            return try keys.flatMap { key -> [DayShare] in
                let arguments: StatementArguments = [
                    key.month.firstDayNumber + key.day - 1, key.provider.rawValue, key.model.rawValue,
                    key.component.rawValue,
                ]
                var rest = try Row.fetchOne(whole, arguments: arguments).map { TotalsRow.totals($0, from: 0) }
                var shares: [DayShare] = []
                for row in try Row.fetchAll(frozen, arguments: arguments) {
                    let totals = TotalsRow.totals(row, from: 1)
                    rest?.subtract(totals)
                    guard let label = labels[row[0]] else { continue }
                    shares.append(DayShare(incarnation: label, key: key, totals: totals))
                }
                if let rest, rest.requests > 0 {
                    shares.append(DayShare(incarnation: running, key: key, totals: rest))
                }
                return shares
            }
        }
    }

    public func shares(of month: Month) async throws -> (users: [UserShare], days: [DayShare]) {
        try await read { [labels, running] db in
            let number = month.number
            var users: [UserID: UsageTotals] = [:]
            for row in try Row.fetchAll(
                db, sql: "SELECT user, \(TotalsRow.columns) FROM user_totals WHERE month = ?", arguments: [number])
            {
                users[UserID(rawValue: row[0])] = TotalsRow.totals(row, from: 1)
            }
            var shares: [UserShare] = []
            for row in try Row.fetchAll(
                db, sql: "SELECT incarnation, user, \(TotalsRow.columns) FROM frozen_users WHERE month = ?",
                arguments: [number])
            {
                let key = UserMonth(month: month, user: UserID(rawValue: row[1]))
                let totals = TotalsRow.totals(row, from: 2)
                users[key.user]?.subtract(totals)
                guard let label = labels[row[0]] else { continue }
                shares.append(UserShare(incarnation: label, key: key, totals: totals))
            }
            for (user, totals) in users where totals.requests > 0 {
                let key = UserMonth(month: month, user: user)
                shares.append(UserShare(incarnation: running, key: key, totals: totals))
            }
            return (shares, try Self.dayShares(db, of: month, labels: labels, running: running))
        }
    }

    private static func dayShares(
        _ db: Database, of month: Month, labels: [Int64: String], running: String
    ) throws -> [DayShare] {
        let first = month.firstDayNumber
        let range: StatementArguments = [first, first + 31]
        let columns = "day, provider, model, component, \(TotalsRow.columns)"
        var parts: [DayPart: UsageTotals] = [:]
        for row in try Row.fetchAll(
            db, sql: "SELECT \(columns) FROM day_totals WHERE day >= ? AND day < ?", arguments: range)
        {
            guard let part = dayPart(row), part.month == month else { continue }
            parts[part] = TotalsRow.totals(row, from: 4)
        }
        var shares: [DayShare] = []
        for row in try Row.fetchAll(
            db, sql: "SELECT \(columns), incarnation FROM frozen_days WHERE day >= ? AND day < ?", arguments: range)
        {
            guard let part = dayPart(row), part.month == month else { continue }
            let totals = TotalsRow.totals(row, from: 4)
            parts[part]?.subtract(totals)
            guard let label = labels[row[4 + Schema.sums.count]] else { continue }
            shares.append(DayShare(incarnation: label, key: part, totals: totals))
        }
        for (part, totals) in parts where totals.requests > 0 {
            shares.append(DayShare(incarnation: running, key: part, totals: totals))
        }
        return shares
    }

    static func dayPart(_ row: Row) -> DayPart? {
        let date = CivilDay(daysSince1970: row[0])
        guard let month = Month(of: date) else { return nil }
        return DayPart(
            month: month, day: Int(date.day), provider: ProviderID(rawValue: row[1]), model: ModelID(rawValue: row[2]),
            component: ComponentType(rawValue: row[3]))
    }

    private func read<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await pool.read(work)
        } catch let error as DatabaseError {
            guard error.resultCode != .SQLITE_MISUSE else { throw LedgerError(.closed, "The ledger is closed.") }
            throw SQLiteFailure(error).ledgerError(directory: directory)
        }
    }
}
