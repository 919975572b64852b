import Ledger
import Usage

extension ConformanceCase {
    /// Rules on sums over any hours.
    static let hourly = [
        ConformanceCase("sums over any hours are those of their rows") { harness in
            let hour = HourSpan.microsecondsAnHour
            // 1 100 calls over 80 days, some hours without any, and the last one in the middle of a day.
            let records = (0..<1100).map { number in
                let after = Int64(number) * hour * 7 / 4 + Int64(number % 5) * 600_000_000
                var record = SampleCalls.call(number, after: after)
                record.durationMicroseconds = Int64(number * number * 977 % 90_000_000)
                if number % 2 == 0 { record.timeToFirstTokenMicroseconds = record.durationMicroseconds / 3 }
                return record
            }
            for start in stride(from: 0, to: 1100, by: 110) {
                try await harness.settle(Array(records[start..<start + 110]))
            }
            let november = HourSpan.hour(ofMicroseconds: SampleCalls.november)
            let spans = [
                (0, 24), (0, 1), (5, 6), (1, 25), (13, 36), (11, 60), (23, 25), (20, 400), (0, 720), (720, 1464),
                (100, 1464), (700, 1930), (1500, 1930), (1913, 1940), (24, 24), (-300, 5), (-5000, 9000), (1925, 2400),
                (5000, 5100), (-30, -20), (17, 737), (1206, 1926), (400, 472), (400, 473),
            ]
            for (first, end) in spans {
                let query = PeriodQuery(span: HourSpan(first: november + first, end: november + end), users: 5)
                let expected = PeriodReport(query, of: records)
                try expectSame(try await harness.ledger.period(query), expected, "hours \(first) to \(end)")
            }
        },
        ConformanceCase("sums over hours outlive a crash and a restart") { harness in
            let records = (0..<60).map { SampleCalls.call($0, after: Int64($0) * 3_000_000_000) }
            try await harness.settle(Array(records[..<30]))
            try await harness.crash()
            try await harness.settle(Array(records[30...]))
            try await harness.restart()
            let november = HourSpan.hour(ofMicroseconds: SampleCalls.november)
            let query = PeriodQuery(span: HourSpan(first: november, end: november + 100), users: 100)
            try expectSame(try await harness.ledger.period(query), PeriodReport(query, of: records), "all")
        },
        ConformanceCase("a call that comes late is in sums over hours that were asked for before") { harness in
            let hour = HourSpan.microsecondsAnHour
            var records = (0..<400).map { SampleCalls.call($0, after: Int64($0) * hour * 5 / 2) }
            try await harness.settle(records)
            let november = HourSpan.hour(ofMicroseconds: SampleCalls.november)
            let queries = [(30, 700), (200, 820), (3, 500)].map { first, end in
                PeriodQuery(span: HourSpan(first: november + first, end: november + end), users: 3)
            }
            for round in 0..<3 {
                for query in queries {
                    try expectSame(
                        try await harness.ledger.period(query), PeriodReport(query, of: records), "round \(round)")
                }
                var late = SampleCalls.call(1000 + round, after: Int64(210 + round * 100) * hour)
                late.user = UserID(rawValue: "late-\(round)")
                try await harness.settle([late])
                records.append(late)
            }
        },
        ConformanceCase("a ledger without rows has sums of nothing") { harness in
            let query = PeriodQuery(span: HourSpan(first: 0, end: 1_000_000))
            try expectSame(try await harness.ledger.period(query), PeriodReport(query: query), "nothing")
        },
    ]

    private static func expectSame(_ left: PeriodReport, _ right: PeriodReport, _ what: String) throws {
        try expectEqual(left.total, right.total, "\(what): total")
        try expectEqual(left.before, right.before, "\(what): before")
        try expectEqual(left.users.map(\.user), right.users.map(\.user), "\(what): users")
        try expectEqual(left.users.map(\.totals), right.users.map(\.totals), "\(what): sums of users")
        try expectEqual(left.hasMoreUsers, right.hasMoreUsers, "\(what): more users")
        try expectEqual(left.models.map(\.model), right.models.map(\.model), "\(what): models")
        try expectEqual(left.models.map(\.provider), right.models.map(\.provider), "\(what): providers")
        try expectEqual(left.models.map(\.totals), right.models.map(\.totals), "\(what): sums of models")
        try expectEqual(left.components.map(\.component), right.components.map(\.component), "\(what): components")
        try expectEqual(left.components.map(\.totals), right.components.map(\.totals), "\(what): sums of components")
        try expectEqual(left.errors.map(\.type), right.errors.map(\.type), "\(what): errors")
        try expectEqual(left.errors.map(\.requests), right.errors.map(\.requests), "\(what): numbers of errors")
        try expectEqual(left.series.map(\.hour), right.series.map(\.hour), "\(what): series")
        try expectEqual(left.series.map(\.totals), right.series.map(\.totals), "\(what): sums of the series")
        try expectEqual(left.durations, right.durations, "\(what): durations")
        try expectEqual(left.firstTokens, right.firstTokens, "\(what): first tokens")
        try expectEqual(left.durationsBefore, right.durationsBefore, "\(what): durations before")
        try expectEqual(left.firstTokensBefore, right.firstTokensBefore, "\(what): first tokens before")
    }
}
