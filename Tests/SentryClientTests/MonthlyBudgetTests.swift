import SentryClient
import SentryProtocol
import Testing

@Suite struct MonthlyBudgetTests {
    /// So many days into November 2026.
    private static func day(_ day: Double) -> SentryTimestamp { SentryTimestamp(seconds: 1_793_491_200 + day * 86_400) }

    @Test func `the budget is spread over the month, and never exceeded by what is known`() {
        var budget = MonthlyBudget(SentryBudget(eventsPerMonth: 300, transactionsPerMonth: 600))
        var admitted = 0
        for _ in 0..<1_000 where budget.admitEvent(fingerprint: 1, at: Self.day(0)) { admitted += 1 }
        #expect(admitted == 5)
        for day in 1...29 {
            for _ in 0..<1_000 where budget.admitEvent(fingerprint: 1, at: Self.day(Double(day))) { admitted += 1 }
        }
        #expect((290...300).contains(admitted))
        for _ in 0..<1_000 where budget.admitEvent(fingerprint: 1, at: Self.day(29.999)) { admitted += 1 }
        #expect(admitted <= 300)
        #expect(budget.state.heldEvents == 31_000 - admitted)
        var transactions = 0
        for _ in 0..<1_000 where budget.admitTransaction(at: Self.day(15)) { transactions += 1 }
        #expect(transactions == 310)
        #expect(budget.state.heldTransactions == 690)
    }

    @Test func `new fingerprints always go through`() {
        var budget = MonthlyBudget(SentryBudget(eventsPerMonth: 0))
        let admitted = [1, 1, 2, 51, 51, 2, 52].map { budget.admitEvent(fingerprint: $0, at: Self.day(0)) }
        #expect(admitted == [true, false, true, true, false, false, true])
        for number in 100...30_000 as ClosedRange<UInt64> {
            _ = budget.admitEvent(fingerprint: number, at: Self.day(0))
        }
        #expect(budget.state.fingerprints.count <= MonthlyBudget.maximumFingerprints)
    }

    @Test func `a new month counts from 0 and knows the fingerprints, a clock that goes back does not`() {
        var budget = MonthlyBudget(SentryBudget(eventsPerMonth: 60))
        let november = [0, 0].map { budget.admitEvent(fingerprint: 1, at: Self.day($0)) }
        #expect(november == [true, false])
        let december = [30, 30, 29].map { budget.admitEvent(fingerprint: 1, at: Self.day($0)) }
        #expect(december == [true, false, true])
        #expect(budget.state.month == "2026-12")
        #expect(budget.state.events == 2)
    }

    @Test func `nothing is held back where there is no limit`() {
        var budget = MonthlyBudget(SentryBudget(transactionsPerMonth: 0))
        let admitted = (0..<1_000).filter { _ in budget.admitEvent(fingerprint: 1, at: Self.day(0)) }.count
        #expect(admitted == 1_000)
        let isAdmitted = budget.admitTransaction(at: Self.day(29))
        #expect(!isAdmitted)
    }

    @Test func `the client holds back by issue, reports it, and remembers over a restart`() async throws {
        try await Clients.withDirectory { directory in
            let transport = ScriptedTransport()
            let options = { (options: inout SentryOptions) in
                options.directory = directory
                options.budget = SentryBudget(eventsPerMonth: 1)
            }
            let first = try Clients.client(transport, options)
            for _ in 0..<5 { first.capture(Plain()) }
            first.capture(message: "another issue")
            #expect(await first.flush(timeout: .seconds(30)))
            #expect(transport.events.count == 2)
            #expect(first.statistics.heldBack == 4)
            #expect(transport.reports["sample_rate/error"] == 4)
            await first.close()
            let second = try Clients.client(transport, options)
            second.capture(message: "another issue")
            second.capture(message: "a third one")
            #expect(await second.flush(timeout: .seconds(30)))
            #expect(transport.events.count == 3)
            await second.close()
        }
    }
}
