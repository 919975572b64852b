import Ledger
import Usage

extension ConformanceCase {
    /// The pages of a query, one after the other; `between` runs after each.
    private static func pages(
        _ query: RequestQuery, of harness: any LedgerUnderTest, between: (Int) async throws -> Void = { _ in }
    ) async throws -> [[UsageRecord]] {
        var query = query
        var pages: [[UsageRecord]] = []
        while true {
            let page = try await harness.ledger.requests(query)
            pages.append(page.records)
            guard let cursor = page.nextCursor else { return pages }
            try expect(pages.count < 1000, "the pages do not end")
            query.cursor = cursor
            try await between(pages.count)
        }
    }

    /// Rules on lists of rows.
    static let listing = [
        ConformanceCase("lists newest first, in pages that meet without gap or overlap") { harness in
            let records = (0..<25).map { SampleCalls.call($0) }
            try await harness.settle(records.shuffled())
            for limit in [1, 4, 5, 24, 25, 26] {
                var query = RequestQuery()
                query.limit = limit
                let pages = try await pages(query, of: harness)
                try expectEqual(pages.flatMap { $0 }, records.reversed(), "all pages of \(limit)")
                try expect(pages.dropLast().allSatisfy { $0.count == limit }, "a page of \(limit) is short")
                try expect(pages.last?.isEmpty == false, "an empty last page of \(limit)")
            }
        },
        ConformanceCase("paging is stable while rows are written") { harness in
            let records = (0..<30).map { SampleCalls.call($0) }
            try await harness.settle(records)
            var query = RequestQuery()
            query.limit = 7
            let running = harness
            let pages = try await pages(query, of: running) { number in
                try await running.settle((0..<9).map { SampleCalls.call(1000 * number + $0) })
            }
            try expectEqual(pages.flatMap { $0 }, records.reversed(), "the pages")
        },
        ConformanceCase("filters rows by each of their properties") { harness in
            let records = (0..<120).map { SampleCalls.call($0) }
            try await harness.settle(records)
            var queries: [RequestQuery] = []
            func add(_ change: (inout RequestQuery) -> Void) {
                var query = RequestQuery()
                query.limit = 13
                change(&query)
                queries.append(query)
            }
            add { $0.user = UserID(rawValue: "user-3") }
            add { $0.user = UserID(rawValue: "nobody") }
            add { $0.user = UserID(rawValue: "user-3' OR 1=1 --") }
            add { $0.model = ModelID(rawValue: "model-2") }
            add { $0.component = ComponentType(rawValue: "chat") }
            add { $0.status = .ok }
            add { $0.status = .error }
            add { $0.status = .code(429) }
            add { $0.status = .code(500) }
            add { $0.since = SampleCalls.call(40).startedAt }
            add { $0.until = SampleCalls.call(40).startedAt }
            add {
                $0.since = SampleCalls.call(40).startedAt
                $0.until = SampleCalls.call(41).startedAt
            }
            add {
                $0.since = .min
                $0.until = .max
            }
            add {
                $0.user = UserID(rawValue: "user-2")
                $0.status = .error
                $0.since = SampleCalls.call(20).startedAt
            }
            for query in queries {
                let found = try await pages(query, of: harness).flatMap { $0 }
                try expectEqual(found, records.reversed().filter { query.matches($0) }, "rows for \(query)")
            }
        },
        ConformanceCase("finds a model by what was asked, what answered and what priced") { harness in
            var records = (0..<4).map { SampleCalls.call($0) }
            for index in records.indices {
                records[index].requestModel = index == 0 ? ModelID(rawValue: "wanted") : nil
                records[index].responseModel = index == 1 ? ModelID(rawValue: "wanted") : nil
                records[index].pricedAs = index == 2 ? ModelID(rawValue: "wanted") : nil
            }
            try await harness.settle(records)
            var query = RequestQuery()
            query.model = ModelID(rawValue: "wanted")
            let found = try await harness.ledger.requests(query).records
            try expectEqual(found, [records[2], records[1], records[0]], "the rows")
        },
        ConformanceCase("an id that runs ahead of the clock does not hide its row") { harness in
            for (number, back) in [7_200_000_000, 86_400_000_000 * 400, 1].enumerated() {
                var record = SampleCalls.call(number)
                record.startedAt -= Int64(back)
                try await harness.settle([record, SampleCalls.call(100 + number)])
                var query = RequestQuery()
                query.until = record.startedAt + 1
                query.since = record.startedAt
                try expectEqual(try await harness.ledger.requests(query).records, [record], "the rows")
                query.user = record.user
                try expectEqual(try await harness.ledger.requests(query).records, [record], "the user's rows")
            }
        },
        ConformanceCase("an empty ledger answers with nothing") { harness in
            try expectEqual(try await harness.ledger.requests(RequestQuery()).records, [], "rows")
            try expectEqual(try await harness.ledger.requests(RequestQuery()).nextCursor, nil, "cursor")
            try expectEqual(try await harness.ledger.counterTotals(), [], "counters")
            let report = try await harness.ledger.costs(CostQuery(month: SampleCalls.month))
            try expectEqual(report.total, UsageTotals(), "total")
            try expect(
                report.users.isEmpty && report.models.isEmpty && report.components.isEmpty && report.days.isEmpty
                    && report.nextCursor == nil, "something in an empty report")
        },
    ]
}
