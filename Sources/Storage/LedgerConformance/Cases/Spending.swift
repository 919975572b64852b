import Budgets
import Ledger
import Money
import Usage

extension ConformanceCase {
    private static let hour: Int64 = 3_600_000_000

    /// Windows of many kinds around the turn of a month: whole days and months of UTC, and such as cut through them.
    private static var periods: [BudgetPeriod] {
        let november = SampleCalls.november
        let day = 24 * hour
        return [
            .total,
            BudgetPeriod(name: "2026-11", start: november, end: november + 30 * day),
            BudgetPeriod(name: "2026-10", start: november - 31 * day, end: november),
            BudgetPeriod(name: "2026-11-01", start: november, end: november + day),
            BudgetPeriod(name: "a month in Berlin", start: november - hour, end: november + 30 * day - hour),
            BudgetPeriod(name: "a day in Kathmandu", start: november - 5 * hour, end: november + day - 5 * hour),
            BudgetPeriod(name: "an hour", start: november + 2 * hour, end: november + 3 * hour),
        ]
    }

    /// Calls from a day before November to its second day, one every 10 minutes.
    private static var calls: [UsageRecord] {
        (0..<300).map { number in
            var call = SampleCalls.call(number, after: (Int64(number) - 144) * hour / 6)
            // Some are priced as another model than was asked for, and some name none.
            if number % 5 == 1, call.pricedAs != nil { call.pricedAs = ModelID(rawValue: "model-3") }
            if number % 7 == 2 { call.requestModel = nil }
            return call
        }
    }

    /// Two models have one name at one of the providers.
    private static let naming: ModelNaming = { $0 == "openai" && $1 == "model-1" ? "model-2" : $1 }

    private static func sum(
        _ rows: [UsageRecord], _ query: SpendQuery, _ name: (UsageRecord) -> String?
    ) -> [String: NanoUSD] {
        var sums: [String: NanoUSD] = [:]
        for row in rows where query.period.contains(row.startedAt) {
            guard query.through.map({ row.id <= $0 }) ?? true, let name = name(row) else { continue }
            if query.name == nil || query.name == name { sums[name, default: .zero] += row.knownCost }
        }
        return sums.filter { $0.value != .zero }
    }

    private static let scopes: [(scope: BudgetScope, one: String, name: @Sendable (UsageRecord) -> String?)] = [
        (.user, "user-3", { $0.user.rawValue }),
        (.key, "key-1", { $0.keyID?.rawValue }),
        (.component, "search", { $0.component.rawValue }),
        (.model, "model-2", { row in row.budgetedModel.map { naming(row.provider.rawValue, $0.rawValue) } }),
        (.gateway, BudgetID.wholeGateway, { _ in BudgetID.wholeGateway }),
    ]

    /// Rules on what was spent in a window.
    static let spending = [
        ConformanceCase("the spend of a window is the sum of its rows, for every scope, zone and limit of ids") {
            harness in
            let rows = calls
            try await harness.settle(rows)
            for period in periods {
                for (scope, one, name) in scopes {
                    for through in [nil, rows[100].id, rows[250].id] {
                        for wanted in [nil, one] {
                            let query = SpendQuery(scope: scope, name: wanted, period: period, through: through)
                            let found = try await harness.ledger.spend(query, naming: naming).filter {
                                $0.value != .zero
                            }
                            try expectEqual(
                                found, sum(rows, query, name),
                                "\(scope) \(wanted ?? "all") in \(period.name) through \(through?.description ?? "all")"
                            )
                        }
                    }
                }
            }
        },
        ConformanceCase("an interrupted call counts with its hold in the window it began in") { harness in
            var open = SampleCalls.call(1)
            open.cost = NanoUSD(rawValue: 7_000)
            open.knownCost = NanoUSD(rawValue: 7_000)
            open.usageSource = .interrupted
            let lane = harness.ledger.openLane { _ in }
            try expect(lane.open(Hold(record: open)) != nil, "no hold")
            try expectEqual(
                try await harness.ledger.spend(SpendQuery(scope: .user, name: "user-1", period: .total)), [:],
                "the spend while it runs")
            try await harness.crash()
            try expectEqual(
                try await harness.ledger.spend(SpendQuery(scope: .user, name: "user-1", period: periods[1])),
                ["user-1": NanoUSD(rawValue: 7_000)], "the spend after the crash")
        },
    ]
}
