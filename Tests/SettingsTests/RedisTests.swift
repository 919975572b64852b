import Settings
import Testing

@Suite struct RedisTests {
    @Test func `without a URL a gateway is alone`() throws {
        let redis = try load().redis
        #expect(redis.url == nil)
        #expect(redis.pushInterval == .seconds(1) && redis.lease == .seconds(10) && redis.timeout == .seconds(2))
    }

    @Test func `the usual variable is read, one's own goes before it, and neither is shown`() throws {
        let usual = try load("", ["REDIS_URL": "redis://:hunter2@one"])
        #expect(usual.redis.url?.reveal() == "redis://:hunter2@one")
        #expect(!usual.describe().contains("hunter2"))
        let own = try load("", ["REDIS_URL": "redis://one", "TOLLGATE_REDIS_URL": "redis://two"])
        #expect(own.redis.url?.reveal() == "redis://two")
        #expect(own.warnings == [])
    }

    @Test(arguments: ["a.b", "a:b", "{a}", "ä", String(repeating: "n", count: 65)])
    func `a node's name is a part of keys`(name: String) {
        #expect(problems("", ["TOLLGATE_REDIS_NODE": name]).map(\.path) == ["TOLLGATE_REDIS_NODE"])
    }

    @Test func `leases that end before they are renewed are warned of`() throws {
        let settings = try load("redis: {url: 'redis://one', lease: 1s, push_interval: 1s}")
        #expect(settings.warnings.map(\.path) == ["redis.lease"])
    }
}
