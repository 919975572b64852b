import Budgets
public import Ledger
public import Money
import Usage

extension InMemoryLedger: SpendReading {
    public func spend(_ query: SpendQuery, naming: @escaping ModelNaming) -> [String: NanoUSD] {
        var sums: [String: NanoUSD] = [:]
        for record in rows where query.period.contains(record.startedAt) {
            if let through = query.through, record.id > through { continue }
            guard let name = record.name(in: query.scope, naming), query.name == nil || query.name == name else {
                continue
            }
            sums[name, default: .zero] += record.knownCost
        }
        return sums.filter { $0.value != .zero }
    }
}

extension UsageRecord {
    /// What the row counts for under budgets of `scope`.
    fileprivate func name(in scope: BudgetScope, _ naming: ModelNaming) -> String? {
        switch scope {
        case .user: user.rawValue
        case .key: keyID?.rawValue
        case .component: component.rawValue
        case .model: budgetedModel.map { naming(provider.rawValue, $0.rawValue) }
        case .gateway: BudgetID.wholeGateway
        }
    }
}
