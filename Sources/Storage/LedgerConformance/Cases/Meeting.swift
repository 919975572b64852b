import Ledger
import Usage

extension ConformanceCase {
    /// Rules on filters that are asked for together.
    static let meeting = [
        ConformanceCase("filters find the rows in which they meet") { harness in
            let asked = ["gpt-4o", "gpt-4o-mini", "m'x", nil, ""]
            let answered = [nil, "gpt-4o-2024-08-06", "gpt-4o-mini", "gpt-4o", "m'x-2", "other", "gpt-4o-mini-2024"]
            let priced = ["gpt-4o", nil, "other", "gpt-4o-mini-2024"]
            let records = (0..<560).map { number in
                var record = SampleCalls.call(number)
                record.requestModel = asked[number % asked.count].map { ModelID(rawValue: $0) }
                record.responseModel = answered[number / 5 % answered.count].map { ModelID(rawValue: $0) }
                record.pricedAs = priced[number / 35 % priced.count].map { ModelID(rawValue: $0) }
                return record
            }
            try await harness.settle(records)
            let names = ["gpt-4o", "gpt-4o-mini", "gpt-4o-2024-08-06", "gpt-4o-mini-2024", "m'x-2", "other", "", "gpt"]
            for name in names {
                for component in ["search", "nobody", nil] {
                    for status in [RequestQuery.Status.ok, .error, .code(429), .code(200), nil] {
                        var query = RequestQuery()
                        query.limit = 90
                        query.model = ModelID(rawValue: name)
                        query.component = component.map { ComponentType(rawValue: $0) }
                        query.status = status
                        let expected = records.reversed().filter { query.matches($0) }
                        try expectEqual(try await whole(query, harness), expected, "rows for \(query)")
                    }
                }
            }
        },
        ConformanceCase("any filters, in any pages, find the rows in which they meet") { harness in
            // Some ids are ahead of or behind their call's time.
            let records = (0..<600).map { number in
                var record = SampleCalls.call(number)
                if number % 20 == 7 { record.startedAt += Int64(number % 9 - 4) * 60_700_000 }
                return record
            }
            try await harness.settle(records.shuffled())
            for number in 0..<400 {
                func pick<Value>(_ every: Int, _ values: [Value?]) -> Value? {
                    values[number * 7 / every % values.count]
                }
                var query = RequestQuery()
                query.limit = [1, 3, 50, 1000][number % 4]
                query.user = pick(1, ["user-1", nil, "user-6", "nobody"]).map { UserID(rawValue: $0) }
                query.model = pick(4, ["model-1", nil, "model-3"]).map { ModelID(rawValue: $0) }
                query.component = pick(3, [nil, "chat", "search"]).map { ComponentType(rawValue: $0) }
                query.status = pick(5, [nil, .ok, .error, .code(429), .code(200), .code(500)])
                query.since = pick(11, [nil, 100, 590]).map { SampleCalls.call($0).startedAt }
                query.until = pick(13, [nil, 110, 599]).map { SampleCalls.call($0).startedAt }
                let expected = records.reversed().filter { query.matches($0) }
                try expectEqual(try await whole(query, harness), expected, "rows for \(query)")
            }
        },
        ConformanceCase("a model with very many answering models is listed in order") { harness in
            let records = (0..<700).map { number in
                var record = SampleCalls.call(number)
                record.requestModel = ModelID(rawValue: number % 2 == 0 ? "router" : "router-v\(number * 7 % 330)")
                record.responseModel = ModelID(rawValue: "router-v\(number * 7 % 330)")
                return record
            }
            try await harness.settle(records)
            for (name, component) in [("router", nil), ("router", "chat"), ("router-v49", nil)] as [(String, String?)] {
                var query = RequestQuery()
                query.limit = 60
                query.model = ModelID(rawValue: name)
                query.component = component.map { ComponentType(rawValue: $0) }
                let expected = records.reversed().filter { query.matches($0) }
                try expectEqual(try await whole(query, harness), expected, "rows for \(query)")
            }
        },
    ]

    /// All pages.
    private static func whole(_ query: RequestQuery, _ harness: any LedgerUnderTest) async throws -> [UsageRecord] {
        var query = query
        var found: [UsageRecord] = []
        repeat {
            let page = try await harness.ledger.requests(query)
            found += page.records
            query.cursor = page.nextCursor
        } while query.cursor != nil
        return found
    }
}
