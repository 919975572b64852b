import RedisClient
import Testing

@Suite struct RedisURLTests {
    struct Row: Sendable {
        var url: String
        var address: String
        var user: String?
        var password: String?
        var database = 0
        var isTLS = false
    }

    @Test(arguments: [
        Row(url: "redis://127.0.0.1", address: "127.0.0.1:6379"),
        Row(url: "redis://cache.internal:6380/3", address: "cache.internal:6380", database: 3),
        Row(url: "redis://cache/", address: "cache:6379"),
        Row(url: "rediss://:s3cret@cache:1/0", address: "cache:1", password: "s3cret", isTLS: true),
        Row(
            url: "redis://app:p%40ss%2F%25:x@[::1]:7000/1", address: "[::1]:7000", user: "app", password: "p@ss/%:x",
            database: 1),
        Row(url: "redis://app:a/b@host/2", address: "host:6379", user: "app", password: "a/b", database: 2),
        Row(url: "redis://[fe80::1]", address: "[fe80::1]:6379"),
    ])
    func `a URL is read`(row: Row) throws {
        let configuration = try RedisConfiguration(url: row.url)
        #expect(configuration.address == row.address)
        #expect(configuration.username == row.user)
        #expect(configuration.password == row.password)
        #expect(configuration.database == row.database)
        #expect(configuration.isTLS == row.isTLS)
        if let password = row.password {
            #expect(!"\(configuration) \(String(reflecting: configuration))".contains(password))
        }
    }

    @Test(arguments: [
        "", "127.0.0.1:6379", "http://host", "redis://", "redis://:6379", "redis://host:0", "redis://host:99999",
        "redis://host:port", "redis://host/db", "redis://host/-1", "redis://host/1?x=2", "redis://hunter2@host",
        "redis://::1", "redis://[::1", "redis://[::1]x", "redis://a:hunter2%zz@host", "redis://a:hunter 2@host",
    ])
    func `a URL that is none is refused with a sentence, and without its secrets`(url: String) {
        do throws(RedisError) {
            _ = try RedisConfiguration(url: url)
            Issue.record("\(url) was taken")
        } catch {
            #expect(error.code == .configuration)
            #expect(error.message.contains("REDIS_URL"))
            #expect(!error.message.contains("hunter"))
        }
    }
}
