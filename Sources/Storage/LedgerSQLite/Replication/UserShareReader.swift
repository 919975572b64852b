import GRDB
import Ledger
import Money
import Usage

/// Reads the shares of one user's month at a time, all from one state of the database.
struct UserShareReader {
    private let labels: [Int64: String]
    private let running: String
    private let whole: Statement
    private let frozen: Statement
    private let parts: Statement
    private let frozenParts: Statement

    init(_ db: Database, labels: [Int64: String], running: String) throws {
        self.labels = labels
        self.running = running
        let conditions = "WHERE month = ? AND user = ?"
        let sums = "model, component, cost, requests, input, output"
        whole = try db.cachedStatement(sql: "SELECT \(TotalsRow.columns) FROM user_totals \(conditions)")
        frozen = try db.cachedStatement(
            sql: "SELECT incarnation, \(TotalsRow.columns) FROM frozen_users \(conditions) ORDER BY incarnation")
        parts = try db.cachedStatement(sql: "SELECT 0, \(sums) FROM user_parts \(conditions)")
        frozenParts = try db.cachedStatement(sql: "SELECT incarnation, \(sums) FROM frozen_parts \(conditions)")
    }

    /// The shares of each incarnation that has any.
    func shares(of key: UserMonth) throws -> [UserShare] {
        let arguments: StatementArguments = [key.month.number, key.user.rawValue]
        guard var rest = try Row.fetchOne(whole, arguments: arguments).map({ TotalsRow.totals($0, from: 0) }) else {
            return []
        }
        var shares: [Int64: UserShare] = [:]
        for row in try Row.fetchAll(frozen, arguments: arguments) {
            let totals = TotalsRow.totals(row, from: 1)
            rest.subtract(totals)
            let number: Int64 = row[0]
            guard let label = labels[number] else { continue }
            shares[number] = UserShare(incarnation: label, key: key, totals: totals)
        }
        var own = UserShare(incarnation: running, key: key, totals: rest)
        for row in try Row.fetchAll(parts, arguments: arguments) { own.add(Part(row)) }
        for row in try Row.fetchAll(frozenParts, arguments: arguments) {
            let part = Part(row)
            shares[row[0]]?.add(part)
            own.add(part.negated)
        }
        own.models = own.models.filter { $0.value.requests > 0 }
        own.components = own.components.filter { $0.value.requests > 0 }
        let earlier = shares.sorted { $0.key < $1.key }.map(\.value)
        return rest.requests > 0 ? earlier + [own] : earlier
    }

    /// A row of `user_parts` or `frozen_parts`.
    struct Part {
        var model: ModelID
        var component: ComponentType
        var totals: PartTotals

        init(_ row: Row) {
            model = ModelID(rawValue: row[1])
            component = ComponentType(rawValue: row[2])
            totals = PartTotals(
                cost: NanoUSD(rawValue: row[3]), requests: row[4], inputTokens: row[5], outputTokens: row[6])
        }

        var negated: Part {
            var result = self
            result.totals = PartTotals(
                cost: NanoUSD(rawValue: -totals.cost.rawValue), requests: -totals.requests,
                inputTokens: -totals.inputTokens, outputTokens: -totals.outputTokens)
            return result
        }
    }
}

extension UserShare {
    fileprivate mutating func add(_ part: UserShareReader.Part) {
        models[part.model, default: PartTotals()].add(part.totals)
        components[part.component, default: PartTotals()].add(part.totals)
    }
}
