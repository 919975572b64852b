import Budgets
import Foundation
import Ledger
import LedgerRedis
import Money
import NIOPosix
import RESP
import RedisClient
import RedisProcess
import Synchronization
import Testing

/// Alerts over several gateways on a real `redis-server`: once each.
@Suite struct SharedAlertTests {
    @Test func `ten gateways that cross at once tell it once`() async throws {
        let redis = try await RedisProcess()
        let heard = Mutex<[RedisMessage]>([])
        let listener = try RedisListener(
            configuration: RedisConfiguration(url: redis.url), patterns: ["alerts:cost:*"],
            eventLoop: MultiThreadedEventLoopGroup.singleton.any()
        ) { message in heard.withLock { $0.append(message) } }
        listener.start()
        let peers = try (0..<10).map { try Peer(redis, Folder(), node: "n\($0)") }
        for peer in peers { try await peer.exchange() }
        try await eventually {
            try await peers[0].client.send(RESPCommand("PUBLISH", "alerts:cost:nobody", "x")).integer == 1
        }
        for threshold in ["0.8", "1"] {
            let claims = try await withThrowingTaskGroup(of: Bool.self) { group in
                for peer in peers { group.addTask { try await peer.store.claim(Self.alert(threshold)) } }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(claims == 1)
        }
        // A limit that was raised is another alert.
        #expect(try await peers[3].store.claim(Self.alert("0.8", limit: 20)))
        try await eventually { heard.withLock { $0.count { $0.channel == "alerts:cost:al%3Aice" } } == 3 }
        let message = try #require(heard.withLock { $0.first { $0.channel == "alerts:cost:al%3Aice" } })
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(message.payload)) as? [String: Any])
        #expect(
            Set(json.keys) == [
                "id", "user_id", "scope", "scope_id", "window", "threshold", "spent_usd", "limit_usd", "projected_usd",
                "at",
            ])
        #expect(json["user_id"] as? String == "al:ice")
        #expect(json["window"] as? String == "2026-11")
        let text = String(decoding: message.payload, as: UTF8.self)
        #expect(text.contains(#""threshold":0.8,"spent_usd":8.000000001,"limit_usd":10,"projected_usd":12"#))
        #expect(text.contains(#""at":"2026-11-25T"#))
        // What was published is read back whole.
        #expect(PublishedAlert.read(message.payload) == Self.alert("0.8"))
        await listener.close()
        for peer in peers { await peer.end() }
    }

    @Test func `markers are put back before anything is claimed again`() async throws {
        let redis = try await RedisProcess()
        let one = try Peer(redis, Folder(), node: "one", lease: .seconds(6))
        let two = try Peer(redis, Folder(), node: "two", lease: .seconds(6))
        let markers = Markers()
        try await one.store.exchange(book: nil, markers: markers)
        try await two.exchange()
        #expect(try await one.store.claim(Self.alert("0.8")))
        markers.told.withLock { $0 = [Self.alert("0.8")] }
        _ = try await two.client.send(RESPCommand("FLUSHALL"))
        // The one that has no marker of its own notices first, and waits.
        await #expect(throws: RedisError.self) { _ = try await two.store.claim(Self.alert("0.8")) }
        try await two.exchange()
        await #expect(throws: RedisError.self) { _ = try await two.store.claim(Self.alert("0.8")) }
        try await one.store.exchange(book: nil, markers: markers)
        var answer: Bool?
        try await eventually {
            answer = try? await two.store.claim(Self.alert("0.8"))
            return answer != nil
        }
        #expect(answer == false)
        try await eventually { (try? await two.store.claim(Self.alert("1"))) == true }
        await one.end()
        await two.end()
    }

    @Test func `while Redis is away an alert is late, and then comes once`() async throws {
        let redis = try await RedisProcess()
        let one = try Peer(redis, Folder(), node: "one")
        let two = try Peer(redis, Folder(), node: "two")
        try await one.exchange()
        try await two.exchange()
        redis.signal(SIGSTOP)
        await #expect(throws: RedisError.self) { _ = try await one.store.claim(Self.alert("0.8")) }
        redis.signal(SIGCONT)
        // The claim that timed out may have been the first all the same: it is made again, and still is.
        var claims: [Bool] = []
        for peer in [one, two, one, two] {
            try await peer.exchange()
            try await eventually {
                guard let isFirst = try? await peer.store.claim(Self.alert("0.8")) else { return false }
                claims.append(isFirst)
                return true
            }
        }
        #expect(claims == [true, false, true, false])
        await one.end()
        await two.end()
    }

    @Test(arguments: [
        #"x"#, #"{}"#, #"{"id":"a","scope":"user","scope_id":"a","window":"w","threshold":0.8}"#,
        // Another id than that of what it says.
        #"{"id":"user:bob:month:2026-11:0.8:10","user_id":"al","scope":"user","scope_id":"al","window":"2026-11","threshold":0.8,"spent_usd":1,"limit_usd":1,"projected_usd":null,"at":"2026-11-25T00:00:00Z"}"#,
        #"{"id":"user:al:month:2026-11:0.8:10","user_id":"al","scope":"user","scope_id":"al","window":"2026-11","threshold":0.8,"spent_usd":1e40,"limit_usd":1,"projected_usd":null,"at":"2026-11-25T00:00:00Z"}"#,
        String(repeating: "[", count: 20_000),
    ])
    func `what is published and is no alert is not taken for one`(text: String) {
        #expect(PublishedAlert.read(Array(text.utf8)) == nil)
    }

    @Test func `amounts of any size are read to the nano-dollar`() throws {
        var alert = Self.alert("0.8")
        alert.spent = NanoUSD(rawValue: 9_007_199_254_740_993)
        alert.limit = NanoUSD(rawValue: .max)
        alert.projected = nil
        alert.budget = BudgetID(scope: .gateway, name: BudgetID.wholeGateway, window: .hour)
        alert.at = 1_795_600_000_000_000
        #expect(PublishedAlert.read(Array(AlertMessage.json(alert).utf8)) == alert)
    }

    private static func alert(_ threshold: String, limit: Int64 = 10) -> BudgetAlert {
        BudgetAlert(
            budget: BudgetID(scope: .user, name: "al:ice", window: .month), period: "2026-11",
            threshold: BudgetThreshold(decimal: threshold) ?? .standard, revision: limit * 1_000_000_000,
            spent: NanoUSD(rawValue: 8_000_000_001), limit: NanoUSD(rawValue: limit * 1_000_000_000),
            projected: NanoUSD(rawValue: 12_000_000_000), at: 1_795_600_000_000_000)
    }
}

/// Markers in memory.
private final class Markers: AlertStoring {
    let told = Mutex<[BudgetAlert]>([])
    func mark(_ alert: BudgetAlert) -> Bool { true }
    func markDelivered(_ id: String) {}
    func undelivered() -> [BudgetAlert] { [] }
    func alerts(before: Int64?, limit: Int) -> [BudgetAlert] { before == nil ? told.withLock { $0 } : [] }
}
