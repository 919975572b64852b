import Ledger
import Usage

extension ConformanceCase {
    /// Rules on rows.
    static let settling = [
        ConformanceCase("keeps every field of a row") { harness in
            try await harness.settle([SampleCalls.everyField, SampleCalls.call(1)])
            let stored = try await harness.ledger.request(SampleCalls.everyField.id)
            try expectEqual(stored, SampleCalls.everyField, "the row")
            try await harness.restart()
            let again = try await harness.ledger.request(SampleCalls.everyField.id)
            try expectEqual(again, SampleCalls.everyField, "the row after a restart")
        },
        ConformanceCase("tells a lane the end of each of its rows once, and of no other lane's") { harness in
            let logs = [SettlementLog(), SettlementLog()]
            let lanes = logs.map { harness.ledger.openLane(outcome: $0.outcome) }
            for number in 0..<200 {
                lanes[number % 2].settle(SampleCalls.call(number), releasing: nil)
            }
            for (index, log) in logs.enumerated() {
                try await log.wait(for: 100)
                let expected = (0..<200).filter { $0 % 2 == index }.map { SampleCalls.call($0).id }
                try expectEqual(log.ids, expected, "lane \(index)'s ids, in the order of settle")
                try expect(log.all.allSatisfy { $0.result == .committed }, "a commit failed")
            }
        },
        ConformanceCase("a row that was told committed can be read at once") { harness in
            for number in 0..<20 {
                try await harness.settle([SampleCalls.call(number)])
                let stored = try await harness.ledger.request(SampleCalls.call(number).id)
                try expectEqual(stored, SampleCalls.call(number), "row \(number)")
            }
        },
        ConformanceCase("an id settles once: a second row with it changes nothing") { harness in
            let first = SampleCalls.call(1)
            var second = SampleCalls.call(2)
            second.id = first.id
            try await harness.settle([first])
            let sums = try await harness.ledger.counterTotals()
            try await harness.settle([second])
            try await harness.settle([second, second])
            try expectEqual(try await harness.allRows(), [first], "the rows")
            try expectEqual(try await harness.ledger.counterTotals(), sums, "the counters")
            let report = try await harness.ledger.costs(CostQuery(month: SampleCalls.month))
            try expectEqual(report.total.requests, 1, "the month's requests")
        },
        ConformanceCase("rows survive a crash from the moment they are told committed") { harness in
            let records = (0..<50).map { SampleCalls.call($0) }
            try await harness.settle(records)
            try await harness.crash()
            try expectEqual(try await harness.allRows(), records.reversed(), "the rows")
        },
        ConformanceCase("a journaled row counts once, whichever way it reaches the database") { harness in
            let log = SettlementLog()
            let lane = harness.ledger.openLane(outcome: log.outcome)
            let both = SampleCalls.call(1)
            let journaled = SampleCalls.call(2)
            try expect(lane.journal(both), "the journal refused a row")
            let slot = lane.open(Hold(record: journaled))
            try expect(slot != nil, "no hold")
            try expect(lane.journal(journaled), "the journal refused a row")
            lane.settle(both, releasing: nil)
            try await log.wait(for: 1)
            try await harness.crash()
            try await harness.restart()
            try expectEqual(try await harness.allRows(), [journaled, both], "the rows")
            let report = try await harness.ledger.costs(CostQuery(month: SampleCalls.month))
            try expectEqual(report.total.requests, 2, "the month's requests")
        },
        ConformanceCase("knows when it was made, also after restarts") { harness in
            let createdAt = harness.ledger.createdAt
            try await harness.restart()
            try await harness.crash()
            try expectEqual(harness.ledger.createdAt, createdAt, "createdAt")
        },
        ConformanceCase("is healthy when nothing is wrong") { harness in
            try await harness.settle([SampleCalls.call(1)])
            try expectEqual(
                harness.ledger.health,
                LedgerHealth(isWritable: true, rowsWaiting: 0, lagSeconds: 0, message: nil), "the health")
        },
        ConformanceCase("answers nil for an id that it does not know") { harness in
            try await harness.settle([SampleCalls.call(1)])
            try expectEqual(try await harness.ledger.request(SampleCalls.call(2).id), nil, "the row")
        },
    ]
}
