import Ledger
import Usage

/// The numbers of kinds (``Schema/kinds``), as the writer gives them: found once, then remembered.
///
/// Not `Sendable`: it belongs to the thread that has the connection, and to its transactions.
final class KindNumbers {
    /// Kinds that are remembered; beyond that, all are forgotten.
    private static let most = 4096

    /// What filters ask of a row.
    private struct Kind: Hashable {
        let requestModel: ModelID?
        let responseModel: ModelID?
        let pricedAs: ModelID?
        let component: ComponentType
        let status: Int
        let failed: Bool

        init(_ record: borrowing UsageRecord) {
            requestModel = record.requestModel
            responseModel = record.responseModel
            pricedAs = record.pricedAs
            component = record.component
            status = record.status
            failed = record.errorType != nil
        }
    }

    private let connection: SQLConnection
    private let search: SQLStatement
    private let insertion: SQLStatement
    private let arena = TextArena(capacity: 1024)
    private var numbers: [Kind: Int64] = [:]

    /// Prepares the statements on `connection`.
    init(_ connection: SQLConnection) throws(SQLiteFailure) {
        self.connection = connection
        search = try connection.prepare(
            """
            SELECT kind FROM kinds WHERE request_model IS ? AND response_model IS ? AND priced_as IS ?
                AND component = ? AND status = ? AND failed = ?
            """)
        insertion = try connection.prepare(
            """
            INSERT INTO kinds (request_model, response_model, priced_as, component, status, failed)
                VALUES (?, ?, ?, ?, ?, ?)
            """)
    }

    /// The number of the kind of `record`, within a transaction that may write: a new kind is added.
    func number(of record: borrowing UsageRecord) throws(SQLiteFailure) -> Int64 {
        let kind = Kind(record)
        if let number = numbers[kind] { return number }
        bind(kind, to: search)
        let number: Int64
        if let found = try search.number() {
            number = found
        } else {
            bind(kind, to: insertion)
            try insertion.run()
            number = connection.lastInsertedRow
        }
        if numbers.count >= Self.most { numbers.removeAll(keepingCapacity: true) }
        numbers[kind] = number
        return number
    }

    /// After a rollback, which may have taken kinds back, and after kinds were deleted.
    func forget() { numbers.removeAll(keepingCapacity: true) }

    private func bind(_ kind: Kind, to statement: SQLStatement) {
        arena.reset()
        statement.bind(kind.requestModel?.rawValue, at: 1, in: arena)
        statement.bind(kind.responseModel?.rawValue, at: 2, in: arena)
        statement.bind(kind.pricedAs?.rawValue, at: 3, in: arena)
        statement.bind(kind.component.rawValue, at: 4, in: arena)
        statement.bind(Int64(kind.status), at: 5)
        statement.bind(kind.failed ? 1 : 0 as Int64, at: 6)
    }
}
