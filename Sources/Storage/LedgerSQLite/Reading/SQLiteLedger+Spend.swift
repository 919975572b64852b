import GRDB
public import Ledger
public import Money

extension SQLiteLedger: SpendReading {
    public func spend(_ query: SpendQuery) async throws -> [String: NanoUSD] {
        let sums = try await read { db in try SpendSelection(query).fetch(db) }
        return Dictionary(
            sums.lazy.filter { $0.nanos != 0 }.map { ($0.name, NanoUSD(rawValue: $0.nanos)) },
            uniquingKeysWith: { $0.addingClamped($1) })
    }
}
