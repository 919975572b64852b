import Ledger

/// A ledger in which every page of rows is followed by another.
struct EndlessLedger: LedgerReading {
    private let page = RequestPage(records: (0..<500).map { record($0) }, nextCursor: CallID(rawValue: 1))

    func costs(_ query: CostQuery) async throws -> CostReport { CostReport(month: query.month, complete: true) }
    func period(_ query: PeriodQuery) async throws -> PeriodReport { PeriodReport(query: query) }
    func requests(_ query: RequestQuery) async throws -> RequestPage { page }
    func request(_ id: CallID) async throws -> UsageRecord? { nil }
    func counterTotals() async throws -> [CounterTotals] { [] }
    var health: LedgerHealth { LedgerHealth(isWritable: true, rowsWaiting: 0, lagSeconds: 0, message: nil) }
    var createdAt: Double { 0 }
}
