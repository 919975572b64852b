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
        pause: @escaping @Sendable (Duration) async throws -> Void = { _ in try await Task.sleep(for: .milliseconds(1))
        },
        until isDone: @escaping @Sendable () async throws -> Bool
    ) async throws {
        let dispatch = AlertDispatch(
            store: store, claims: claims, outputs: outputs,
            logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }, pause: pause)
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

    @Test func `while the shared store is away it is asked every second, a receiver ever more seldom`() async throws {
        let (pauses, claims, output) = (Pauses(), Away(failures: 12), Recording(failures: 8))
        try await run(
            [output], claims: claims, offering: [alert(1)],
            pause: {
                pauses.add($0)
                try await Task.sleep(for: .milliseconds(1))
            }
        ) { try await isAllDelivered(1) }
        #expect(output.ids == [alert(1).id])
        #expect(
            pauses.all
                == Array(repeating: .seconds(1), count: 12) + [1, 2, 4, 8, 16, 32, 60, 60].map { Duration.seconds($0) })
    }

    @Test func `an alert that the hub is told twice goes out once, long after too`() async throws {
        let hub = AlertHub()
        var reader = hub.subscribe().makeAsyncIterator()
        for number in 0..<200 {
            hub.send(alert(Int64(number)))
            hub.send(alert(Int64(number)))
            hub.send(alert(0))
        }
        for number in 0..<200 { #expect(await reader.next() == alert(Int64(number))) }
        // Of very many alerts the oldest are forgotten, not the newest.
        for number in 200..<3_000 { hub.send(alert(Int64(number))) }
        hub.send(alert(2_999))
        hub.send(alert(9_000))
        var last: BudgetAlert?
        var count = 0
        while last != alert(9_000) {
            last = await reader.next()
            count += 1
        }
        #expect(count == 256)
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

    /// A store that cannot be reached at first.
    private final class Away: AlertClaiming {
        struct Failure: Error {}
        private let left: Mutex<Int>
        init(failures: Int) { left = Mutex(failures) }

        func claim(_ alert: BudgetAlert) throws -> Bool {
            try left.withLock { left in
                guard left == 0 else {
                    left -= 1
                    throw Failure()
                }
                return true
            }
        }
    }

    /// The pauses that were made.
    private final class Pauses: Sendable {
        private let list = Mutex<[Duration]>([])
        var all: [Duration] { list.withLock { $0 } }
        func add(_ pause: Duration) { list.withLock { $0.append(pause) } }
    }

    /// Another gateway always is the one to tell.
    private struct Others: AlertClaiming {
        func claim(_ alert: BudgetAlert) -> Bool { false }
    }
}
