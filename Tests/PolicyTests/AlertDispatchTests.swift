import BudgetAlerting
import Budgets
import Ledger
import LedgerConformance
import Logging
import Money
import Synchronization
import Testing

@Suite struct AlertDispatchTests {
    private let store = InMemoryPolicyStore()

    private func alert(_ revision: Int64, user: String = "alice") -> BudgetAlert {
        BudgetAlert(
            budget: BudgetID(scope: .user, name: user, window: .month), period: "2026-11", threshold: .standard,
            revision: revision, spent: NanoUSD(rawValue: 5_000_000_000), limit: NanoUSD(rawValue: 6_000_000_000),
            projected: nil, at: 1_795_000_000_000_000)
    }

    /// Runs a dispatch until `count` alerts were delivered and everything that was offered is marked, then ends it.
    private func run(
        _ outputs: [any AlertOutput], claims: any AlertClaiming = SoleGateway(), offering alerts: [BudgetAlert],
        until isDone: @escaping @Sendable () async throws -> Bool
    ) async throws {
        let dispatch = AlertDispatch(
            store: store, claims: claims, outputs: outputs, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await dispatch.run() }
            dispatch.offer(alerts)
            for _ in 0..<20_000 where try await !isDone() { try await Task.sleep(for: .milliseconds(1)) }
            #expect(try await isDone())
            group.cancelAll()
        }
    }

    private func isAllDelivered(_ count: Int) async throws -> Bool {
        let (all, left) = (try await store.alerts(before: nil, limit: 100_000), try await store.undelivered())
        return all.count == count && left.isEmpty
    }

    @Test func `an alert that is noticed many times, and again after a restart, is told once`() async throws {
        let output = Recording()
        let noticed = (0..<200).map { alert(Int64($0 % 2)) }
        try await run([output], offering: noticed) { try await isAllDelivered(2) }
        try await run([output], offering: noticed + [alert(7)]) { try await isAllDelivered(3) }
        #expect(output.ids.sorted() == [alert(0).id, alert(1).id, alert(7).id].sorted())
    }

    @Test func `what a crash left undelivered is told at the next start`() async throws {
        #expect(try await store.mark(alert(1)))
        let output = Recording()
        try await run([output], offering: []) { try await isAllDelivered(1) }
        #expect(output.ids == [alert(1).id])
    }

    @Test func `a receiver that fails is asked again, the others are not told twice`() async throws {
        let (failing, steady) = (Recording(failures: 1), Recording())
        try await run([steady, failing], offering: [alert(1)]) { try await isAllDelivered(1) }
        #expect(failing.ids == [alert(1).id])
        #expect(steady.ids == [alert(1).id])
    }

    @Test func `of several gateways the one that claims tells`() async throws {
        let output = Recording()
        try await run([output], claims: Others(), offering: [alert(1)]) { try await isAllDelivered(1) }
        #expect(output.ids.isEmpty)
    }

    @Test func `readers of the hub get what comes after they came`() async throws {
        let hub = AlertHub()
        hub.send(alert(1))
        var reader = hub.subscribe().makeAsyncIterator()
        hub.send(alert(2))
        #expect(await reader.next() == alert(2))
    }

    @Test func `a message is what the contract says, whatever the user is called`() throws {
        let json = AlertMessage.json(alert(6_000_000_000, user: "a\"b\\\u{1}é"))
        #expect(
            json
                == #"{"id":"user:a%22b%5C%01%C3%A9:month:2026-11:0.8:6000000000","user_id":"a\"b\\\u0001é","scope":"user","#
                + #""scope_id":"a\"b\\\u0001é","window":"2026-11","threshold":0.8,"spent_usd":5,"limit_usd":6,"#
                + #""projected_usd":null,"at":"2026-11-18T11:06:40Z"}"#)
    }

    @Test func `a webhook is signed over its time and body, and Slack's form is text`() {
        // openssl dgst -sha256 -hmac secret, over 1700000000.{}
        #expect(
            AlertWebhook.signature(of: "{}", at: "1700000000", "secret")
                == "b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163")
        let text = AlertWebhook.body(alert(1, user: "<b>"), .slack)
        #expect(text.hasPrefix("{\"text\":\"The user '&lt;b&gt;' has spent $5 of $6"))
    }

    /// Remembers what it was told; fails a number of times first.
    private final class Recording: AlertOutput {
        struct Failure: Error {}
        private let state: Mutex<(ids: [String], failures: Int)>

        init(failures: Int = 0) { state = Mutex(([], failures)) }

        var ids: [String] { state.withLock { $0.ids } }

        func send(_ alert: BudgetAlert) throws {
            try state.withLock { state in
                guard state.failures == 0 else {
                    state.failures -= 1
                    throw Failure()
                }
                state.ids.append(alert.id)
            }
        }
    }

    /// Another gateway always is the one to tell.
    private struct Others: AlertClaiming {
        func claim(_ alert: BudgetAlert) -> Bool { false }
    }
}
