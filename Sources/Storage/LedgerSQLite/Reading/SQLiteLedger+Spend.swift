import Budgets
import GRDB
public import Ledger
public import Money

extension SQLiteLedger: SpendReading {
    public func spend(_ query: SpendQuery, naming: @escaping ModelNaming) async throws -> [String: NanoUSD] {
        let sums = try await read { db in try SpendSelection(query).fetch(db) }
        var found: [String: NanoUSD] = [:]
        for (key, nanos) in sums where nanos != 0 {
            let name = query.scope == .model ? naming(key.provider, key.name) : key.name
            guard query.name == nil || query.name == name else { continue }
            found[name, default: .zero] = (found[name] ?? .zero).addingClamped(NanoUSD(rawValue: nanos))
        }
        return found
    }
}
