import Ledger
import Money
import Usage

extension ConformanceCase {
    /// The hold of the call numbered `number`: the row without an answer.
    private static func hold(_ number: Int) -> UsageRecord {
        let settled = SampleCalls.call(number)
        var record = UsageRecord(
            id: settled.id, startedAt: settled.startedAt, provider: settled.provider, api: settled.api,
            user: settled.user, component: settled.component)
        record.requestModel = settled.requestModel
        record.modelLabel = settled.modelLabel
        record.componentLabel = settled.componentLabel
        record.tokens.input = 1000
        record.cost = NanoUSD(rawValue: 5_000_000)
        record.knownCost = NanoUSD(rawValue: 5_000_000)
        record.priceSource = .catalogue
        record.usageSource = .interrupted
        return record
    }

    /// Rules on holds.
    static let holding = [
        ConformanceCase("a hold that is open when the process dies becomes an interrupted row, once") { harness in
            let lane = harness.ledger.openLane { _ in }
            try expect(lane.open(Hold(record: hold(1))) != nil, "no hold")
            try expect(lane.open(Hold(record: hold(2))) != nil, "no hold")
            try expectEqual(try await harness.allRows(), [], "the rows before the crash")
            try await harness.crash()
            try expectEqual(try await harness.allRows(), [hold(2), hold(1)], "the rows after the crash")
            let report = try await harness.ledger.costs(CostQuery(month: SampleCalls.month))
            try expectEqual(report.total.cost, NanoUSD(rawValue: 10_000_000), "the month's cost")
            try await harness.crash()
            try await harness.restart()
            try expectEqual(try await harness.allRows(), [hold(2), hold(1)], "the rows after another")
            let again = try await harness.ledger.counterTotals()
            try expectEqual(again.reduce(0) { $0 + $1.totals.requests }, 2, "the counters")
        },
        ConformanceCase("a settled call's hold is gone with its commit") { harness in
            let log = SettlementLog()
            let lane = harness.ledger.openLane(outcome: log.outcome)
            for number in 0..<30 {
                let slot = lane.open(Hold(record: hold(number)))
                try expect(slot != nil, "no hold")
                lane.settle(SampleCalls.call(number), releasing: slot)
            }
            try await log.wait(for: 30)
            try await harness.crash()
            let rows = try await harness.allRows()
            try expectEqual(rows, (0..<30).map { SampleCalls.call($0) }.reversed(), "the rows")
        },
        ConformanceCase("a released hold leaves nothing") { harness in
            let lane = harness.ledger.openLane { _ in }
            for number in 0..<10 {
                guard let slot = lane.open(Hold(record: hold(number))) else { throw ConformanceFailure("no hold") }
                lane.release(slot)
            }
            try await harness.crash()
            try expectEqual(try await harness.allRows(), [], "the rows")
        },
        ConformanceCase("a call that is open at the end in good order is booked at the next start") { harness in
            let lane = harness.ledger.openLane { _ in }
            try expect(lane.open(Hold(record: hold(3))) != nil, "no hold")
            try await harness.restart()
            try expectEqual(try await harness.allRows(), [hold(3)], "the rows")
        },
        ConformanceCase("slots are used again, and any number of holds can be open") { harness in
            let log = SettlementLog()
            let lane = harness.ledger.openLane(outcome: log.outcome)
            var slots: [HoldSlot] = []
            for number in 0..<1500 {
                guard let slot = lane.open(Hold(record: hold(number))) else { throw ConformanceFailure("no hold") }
                slots.append(slot)
            }
            try expectEqual(Set(slots).count, 1500, "slots in use at the same time")
            for number in 0..<1000 { lane.settle(SampleCalls.call(number), releasing: slots[number]) }
            try await log.wait(for: 1000)
            for number in 1500..<2000 {
                try expect(lane.open(Hold(record: hold(number))) != nil, "no hold")
            }
            try await harness.crash()
            let rows = try await harness.allRows()
            let expected = (0..<2000).map { $0 < 1000 ? SampleCalls.call($0) : hold($0) }
            try expectEqual(rows, expected.reversed(), "the rows")
        },
        ConformanceCase("a hold is booked as interrupted whatever it says") { harness in
            let lane = harness.ledger.openLane { _ in }
            var record = hold(4)
            record.usageSource = .estimated
            try expect(lane.open(Hold(record: record)) != nil, "no hold")
            try await harness.crash()
            try expectEqual(try await harness.allRows(), [hold(4)], "the rows")
        },
    ]
}
