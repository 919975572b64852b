import Ledger
import Money
import Usage

extension ConformanceCase {
    /// The sums of rows.
    private static func totals(_ records: some Sequence<UsageRecord>) -> UsageTotals {
        records.reduce(into: UsageTotals()) { $0.add($1) }
    }

    /// Rules on sums.
    static let summing = [
        ConformanceCase("a month's sums are those of its rows, by user, model, component and day") { harness in
            let day: Int64 = 86_400_000_000
            let records = (0..<300).map { SampleCalls.call($0, after: Int64($0) * day / 20) }
            for start in stride(from: 0, to: 300, by: 25) {
                try await harness.settle(Array(records[start..<start + 25]))
            }
            let report = try await harness.ledger.costs(CostQuery(month: SampleCalls.month, limit: 100))
            try expectEqual(report.month, SampleCalls.month, "month")
            try expect(report.complete, "complete")
            try expectEqual(report.total, totals(records), "total")
            let byUser = Dictionary(grouping: records, by: \.user).mapValues { totals($0) }
            try expectEqual(Dictionary(uniqueKeysWithValues: report.users.map { ($0, $1) }), byUser, "users")
            let byComponent = Dictionary(grouping: records, by: \.component).mapValues { totals($0) }
            try expectEqual(
                Dictionary(uniqueKeysWithValues: report.components.map { ($0, $1) }), byComponent, "components")
            let byModel = Dictionary(grouping: records) { [$0.provider.rawValue, $0.reportedModel.rawValue] }
                .mapValues { totals($0) }
            let models = report.models.map { ([$0.provider.rawValue, $0.model.rawValue], $0.totals) }
            try expectEqual(Dictionary(uniqueKeysWithValues: models), byModel, "models")
            try expectEqual(report.days.map(\.date), (1...15).map { "2026-11-\($0 < 10 ? "0" : "")\($0)" }, "dates")
            for (index, entry) in report.days.enumerated() {
                try expectEqual(entry.totals, totals(records[20 * index..<20 * index + 20]), "day \(entry.date)")
            }
            try expectEqual(report.models.map(\.totals.cost), report.models.map(\.totals.cost).sorted(by: >), "order")
        },
        ConformanceCase("a call belongs to the month in which it began, to the microsecond") { harness in
            let november: Int64 = SampleCalls.november
            let moments: [(Int64, String)] = [
                (november - 1, "2026-10-31"), (november, "2026-11-01"),
                (november + 30 * 86_400_000_000 - 1, "2026-11-30"),
                (november + 30 * 86_400_000_000, "2026-12-01"), (1_709_164_800_000_000, "2024-02-29"),
                (1_798_761_599_999_999, "2026-12-31"), (1_798_761_600_000_000, "2027-01-01"),
            ]
            try await harness.settle(
                moments.enumerated().map { SampleCalls.call($0.offset, after: $0.element.0 - november) })
            for (moment, date) in moments {
                guard let month = Month(String(date.prefix(7))) else { throw ConformanceFailure("\(date)") }
                let report = try await harness.ledger.costs(CostQuery(month: month))
                let expected = moments.filter { $0.1.hasPrefix(month.description) }
                try expectEqual(report.total.requests, Int64(expected.count), "requests of \(month)")
                try expect(report.days.contains { $0.date == date }, "\(date) is missing for \(moment)")
            }
        },
        ConformanceCase("null costs add their known part, and count as unpriced") { harness in
            var unpriced = SampleCalls.call(1)
            unpriced.cost = nil
            unpriced.knownCost = NanoUSD(rawValue: 7)
            unpriced.priceSource = .none
            var fallback = SampleCalls.call(2)
            fallback.priceSource = .fallback
            fallback.cost = NanoUSD(rawValue: 11)
            fallback.knownCost = NanoUSD(rawValue: 11)
            var failed = SampleCalls.call(3)
            failed.cost = nil
            failed.knownCost = .zero
            failed.errorType = .serverError
            try await harness.settle([unpriced, fallback, failed])
            let total = try await harness.ledger.costs(CostQuery(month: SampleCalls.month)).total
            try expectEqual(total.cost, NanoUSD(rawValue: 18), "cost")
            try expectEqual(total.unpricedRequests, 2, "unpriced")
            try expectEqual(total.errors, 1, "errors")
            try expectEqual(total.requests, 3, "requests")
        },
        ConformanceCase("users come in the order asked for, in pages that meet") { harness in
            let records = (0..<60).map { number in
                var record = SampleCalls.call(number)
                // Many users of equal value: the order must still be one.
                record.user = UserID(rawValue: "u\(number % 20)")
                record.knownCost = NanoUSD(rawValue: Int64(number % 20 / 4))
                record.cost = record.knownCost
                return record
            }
            try await harness.settle(records)
            let sums = Dictionary(grouping: records, by: \.user).mapValues { totals($0) }
            for sort in CostQuery.Sort.allCases {
                var query = CostQuery(month: SampleCalls.month, sort: sort, limit: 6)
                var users: [UserID] = []
                repeat {
                    let page = try await harness.ledger.costs(query)
                    try expect(page.users.count <= 6, "a page is too long")
                    for (user, totals) in page.users { try expectEqual(totals, sums[user], "\(user)") }
                    users += page.users.map(\.user)
                    query.cursor = page.nextCursor
                } while query.cursor != nil && users.count < 100
                try expectEqual(users.count, 20, "users by \(sort.rawValue)")
                try expectEqual(Set(users).count, 20, "different users by \(sort.rawValue)")
                let values = users.map { user -> Int64 in
                    switch sort {
                    case .costAscending, .costDescending: sums[user]?.cost.rawValue ?? 0
                    case .requestsAscending, .requestsDescending: sums[user]?.requests ?? 0
                    case .userAscending, .userDescending:
                        Int64(users.map(\.rawValue).sorted().firstIndex(of: user.rawValue) ?? 0)
                    }
                }
                let descending = sort.rawValue.hasPrefix("-")
                try expectEqual(values, values.sorted(by: descending ? (>) : (<)), "order by \(sort.rawValue)")
            }
        },
        ConformanceCase("a cursor of another query is refused") { harness in
            try await harness.settle((0..<20).map { SampleCalls.call($0) })
            let cursor = try await harness.ledger.costs(CostQuery(month: SampleCalls.month, limit: 2)).nextCursor
            try expect(cursor != nil, "no cursor")
            for wrong in [
                CostQuery(month: .in(year: 1999, 12), limit: 2, cursor: cursor),
                CostQuery(month: SampleCalls.month, sort: .userAscending, limit: 2, cursor: cursor),
                CostQuery(month: SampleCalls.month, cursor: "x"), CostQuery(month: SampleCalls.month, cursor: ""),
            ] {
                do {
                    _ = try await harness.ledger.costs(wrong)
                    throw ConformanceFailure("\(wrong) was answered")
                } catch let error as LedgerError {
                    try expectEqual(error.code, .invalidQuery, "the error")
                }
            }
        },
        ConformanceCase("counters are restored with the labels of the rows") { harness in
            let records = (0..<200).map { SampleCalls.call($0) }
            try await harness.settle(Array(records[..<120]))
            try await harness.crash()
            try await harness.settle(Array(records[120...]))
            try await harness.restart()
            let expected = Dictionary(grouping: records) {
                [$0.modelLabel, $0.componentLabel, $0.errorType?.rawValue ?? ""]
            }
            let counters = try await harness.ledger.counterTotals()
            try expectEqual(counters.count, expected.count, "label sets")
            for counter in counters {
                let rows =
                    expected[[counter.modelLabel, counter.componentLabel, counter.errorType?.rawValue ?? ""]] ?? []
                try expectEqual(counter.totals, totals(rows), "\(counter.modelLabel) \(counter.componentLabel)")
                try expectEqual(
                    counter.clientDisconnects, Int64(rows.filter(\.clientDisconnected).count), "disconnects")
            }
        },
    ]
}
