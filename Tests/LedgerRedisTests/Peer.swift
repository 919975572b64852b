import Budgets
import Foundation
import Ledger
import LedgerConformance
import LedgerRedis
import LedgerSQLite
import Money
import NIOPosix
import RESP
import RedisClient
import RedisProcess
import Synchronization
import Testing
import Usage

/// A gateway without its data plane: a ledger in a directory, and what it shares.
final class Peer: Sendable {
    let ledger: SQLiteLedger
    let client: RedisClient
    let store: SharedStore
    let book: BudgetBook
    let sink: AlertSink

    /// Opens `directory` and connects to `redis`.
    init(
        _ redis: RedisProcess, _ directory: Folder, node: String = "node", clock: TestClock = TestClock(),
        lease: Duration = .seconds(10), patience: Duration = .seconds(2)
    ) throws {
        var settings = SQLiteLedgerSettings()
        settings.replicaNode = node
        settings.journalBytes = 1 << 20
        ledger = try SQLiteLedger(directory: directory.path, settings: settings)
        var configuration = try RedisConfiguration(url: redis.url)
        configuration.commandTimeout = .seconds(5)
        configuration.longestPause = .milliseconds(200)
        client = try RedisClient(configuration: configuration, eventLoop: MultiThreadedEventLoopGroup.singleton.any())
        client.start()
        let source = try #require(ledger.replica)
        var shared = SharedStoreSettings()
        shared.leaseDuration = lease
        shared.patience = patience
        shared.idleLease = .seconds(3)
        store = SharedStore(client: client, source: source, settings: shared, clock: clock.shared)
        let sink = AlertSink()
        book = BudgetBook(isShared: true) { told in sink.add(told) }
        self.sink = sink
    }

    /// Books the sample calls `numbers`, as if they began now, and waits until they are committed.
    @discardableResult
    func book(_ numbers: Range<Int>) async throws -> [UsageRecord] {
        try await LedgerRedisTests.book(numbers, in: ledger)
    }

    /// One exchange with the others, tried until Redis answers.
    func exchange(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        for _ in 0..<100 {
            do {
                try await store.exchange(book: book, markers: nil)
                return
            } catch {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        Issue.record("no exchange: \(store.health.message ?? "?")", sourceLocation: sourceLocation)
    }

    /// Asks for a lease for as long as the answer is to ask again.
    func patiently(_ account: BudgetAccountState, by needed: NanoUSD) async -> LeaseAnswer {
        while true {
            let answer = await store.extend(account, by: needed)
            if answer != .askAgain { return answer }
        }
    }

    /// What all gateways have spent this month, as `llm-costs` says.
    func report(_ sort: CostQuery.Sort = .userAscending, limit: Int = 1000) async throws -> CostReport {
        try await SharedLedger(local: ledger, store: store).costs(CostQuery(month: thisMonth, sort: sort, limit: limit))
    }

    /// Ends in order.
    func end() async {
        ledger.close()
        await client.close()
    }
}

/// Books the sample calls `numbers`, as if they began now, and waits until they are committed.
func book(_ numbers: Range<Int>, in ledger: SQLiteLedger) async throws -> [UsageRecord] {
    let start = Int64(Date().timeIntervalSince1970 * 1e6) - SampleCalls.november
    let records = numbers.map { SampleCalls.call($0, after: start) }
    let done = Committed()
    let lane = ledger.openLane { batch in done.add(batch.ids) }
    for record in records { lane.settle(record, releasing: nil) }
    try await eventually { done.count == records.count }
    return records
}

/// Ids that were committed.
final class Committed: Sendable {
    private let ids = Mutex<Set<CallID>>([])
    func add(_ more: [CallID]) { ids.withLock { $0.formUnion(more) } }
    var count: Int { ids.withLock { $0.count } }
}

/// Alerts that a book told.
final class AlertSink: Sendable {
    private let alerts = Mutex<[BudgetAlert]>([])
    func add(_ more: [BudgetAlert]) { alerts.withLock { $0 += more } }
    var all: [BudgetAlert] { alerts.withLock { $0 } }
}

/// The real clocks, which a test can set forward.
final class TestClock: Sendable {
    private let ahead = Atomic<Int64>(0)

    /// Sets the monotonic clock forward.
    func advance(_ duration: Duration) {
        ahead.add(duration.components.seconds * 1_000_000_000, ordering: .relaxed)
    }

    /// Nanoseconds of the monotonic clock.
    var now: Int64 {
        Int64(clamping: DispatchTime.now().uptimeNanoseconds) + ahead.load(ordering: .relaxed)
    }

    var shared: SharedClock {
        SharedClock(wall: { Int64(Date().timeIntervalSince1970 * 1e6) }, monotonic: { self.now })
    }
}

/// A folder that is removed with the object.
final class Folder: Sendable {
    let path: String

    init() {
        path =
            FileManager.default.temporaryDirectory.appendingPathComponent("tollgate-shared-\(UUID().uuidString)").path
    }

    /// A copy of it, as `cp -r` makes one.
    func copy() throws -> Folder {
        let copy = Folder()
        try FileManager.default.copyItem(atPath: path, toPath: copy.path)
        return copy
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The running month.
var thisMonth: Month {
    let parts = Calendar(identifier: .gregorian).dateComponents(in: .gmt, from: Date())
    guard let month = Month(year: parts.year ?? 0, month: parts.month ?? 0) else { preconditionFailure("no month") }
    return month
}

/// Asks until it is so; gives up after 60 seconds.
func eventually(
    _ condition: () async throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    for _ in 0..<1200 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("it did not come to be", sourceLocation: sourceLocation)
}

/// The sums of records.
func totals(_ records: [UsageRecord]) -> UsageTotals {
    var totals = UsageTotals()
    for record in records { totals.add(record) }
    return totals
}
