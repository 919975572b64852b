import Glibc
import Ledger
import Usage

/// The numbers of kinds (``Schema/kinds``), as the writer gives them: found once, then remembered.
///
/// Not `Sendable`: it belongs to the thread that has the connection, and to its transactions.
final class KindNumbers {
    /// Kinds that are remembered; beyond that, all are forgotten.
    private static let most = 4096

    /// What filters ask of a row.
    ///
    /// Compared by its bytes, as the database compares: `String`'s own comparison takes different
    /// spellings of a letter for the same.
    private struct Kind: Hashable {
        let requestModel: String?
        let responseModel: String?
        let pricedAs: String?
        let component: String
        let status: Int
        let failed: Bool

        init(_ record: borrowing UsageRecord) {
            requestModel = record.requestModel?.rawValue
            responseModel = record.responseModel?.rawValue
            pricedAs = record.pricedAs?.rawValue
            component = record.component.rawValue
            status = record.status
            failed = record.errorType != nil
        }

        static func == (left: Kind, right: Kind) -> Bool {
            left.status == right.status && left.failed == right.failed && same(left.component, right.component)
                && same(left.requestModel, right.requestModel) && same(left.responseModel, right.responseModel)
                && same(left.pricedAs, right.pricedAs)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(status)
            Self.hash(component, into: &hasher)
            Self.hash(requestModel, into: &hasher)
            Self.hash(responseModel, into: &hasher)
        }

        private static func same(_ left: String?, _ right: String?) -> Bool {
            switch (left, right) {
            case (nil, nil): true
            case (let left?, let right?): same(left, right)
            default: false
            }
        }

        private static func same(_ left: String, _ right: String) -> Bool {
            var (left, right) = (left, right)
            return left.withUTF8 { left in
                right.withUTF8 { right in
                    guard left.count == right.count else { return false }
                    guard let left = left.baseAddress, let bytes = right.baseAddress else { return true }
                    return memcmp(left, bytes, right.count) == 0
                }
            }
        }

        private static func hash(_ text: String?, into hasher: inout Hasher) {
            guard var text else { return hasher.combine(0xFF as UInt8) }
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
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
        statement.bind(kind.requestModel, at: 1, in: arena)
        statement.bind(kind.responseModel, at: 2, in: arena)
        statement.bind(kind.pricedAs, at: 3, in: arena)
        statement.bind(kind.component, at: 4, in: arena)
        statement.bind(Int64(kind.status), at: 5)
        statement.bind(kind.failed ? 1 : 0 as Int64, at: 6)
    }
}
