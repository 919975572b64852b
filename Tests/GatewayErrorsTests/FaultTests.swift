import Budgets
import Gateway
import GatewayErrors
import Ledger
import Money
import SentryProtocol
import Testing
import Usage

@Suite struct FaultTests {
    @Test func `an answer that was faster than its row is a fault, besides what the call was`() {
        let recorder = Recorder()
        recorder.errors().callSettled(failedCall(.timeout, committed: false))
        #expect(recorder.events.map { $0.fingerprint[1] } == ["ledger", "call"])
        #expect(recorder.events.first?.exceptions.first?.type == "ledger.late_commit")
    }

    @Test(arguments: CallRefused.Reason.allCases)
    func `of refusals only the gateway's own faults are reported`(reason: CallRefused.Reason) {
        let recorder = Recorder()
        recorder.errors().callRefused(CallRefused(reason: reason, status: 503))
        let isOurs = reason == .ledgerUnavailable || reason == .bodyNotStored
        #expect(recorder.events.map(\.fingerprint) == (isOurs ? [["tollgate", "refused", reason.rawValue]] : []))
    }

    @Test func `the ledger's trouble is reported by its kind`() {
        let recorder = Recorder()
        let errors = recorder.errors()
        for result in [SettledBatch.Result.committed, .journaled, .journaled, .failed] {
            errors.ledgerCommitted(rows: 3, seconds: 0.1, result: result)
        }
        #expect(
            recorder.events.map(\.fingerprint) == [
                ["tollgate", "ledger", "journaled"], ["tollgate", "ledger", "failed"],
            ])
        #expect(recorder.unsent == 1)
    }

    @Test func `Redis that is away is one issue, whatever the reason`() {
        let recorder = Recorder()
        let errors = recorder.errors()
        errors.sharedStoreFailed("connection refused")
        errors.sharedStoreFailed("timeout")
        #expect(recorder.events.map(\.fingerprint) == [["tollgate", "shared_store"]])
    }

    @Test func `a failed attempt is a breadcrumb, a good one nothing`() {
        let recorder = Recorder()
        let errors = recorder.errors()
        let provider = ProviderID(rawValue: "openai")
        errors.upstreamEnded(UpstreamEnded(provider: provider, outcome: .ok))
        errors.upstreamEnded(UpstreamEnded(provider: provider, outcome: .connectFailed, message: "refused"))
        #expect(recorder.breadcrumbs.map(\.message) == ["refused"] && recorder.events.isEmpty)
    }

    @Test func `a budget's alert is an event of its own`() throws {
        let recorder = Recorder()
        let budget = BudgetID(scope: .user, name: "alice", window: .month)
        let alert = BudgetAlert(
            budget: budget, period: "2027-01", threshold: .standard, revision: 1,
            spent: NanoUSD(rawValue: 4_800_000_000),
            limit: NanoUSD(rawValue: 6_000_000_000), projected: nil, at: 1_800_000_000_000_000)
        recorder.errors().budgetAlert(alert)
        let event = try #require(recorder.events.first)
        #expect(event.level == .warning && event.user?.id == "alice" && event.timestamp.seconds == 1.8e9)
        #expect(event.message?.formatted == AlertMessage.sentence(alert))
        #expect(event.fingerprint == ["tollgate", "budget_alert", "user", "alice", "month"])
    }
}
