import Money
import Pricing
import Settings
import Testing

@Suite struct ValueTests {
    @Test(
        arguments: [
            ("500ms", .milliseconds(500)), ("10s", .seconds(10)), ("10", .seconds(10)), ("2m", .seconds(120)),
            ("1.5h", .seconds(5400)), ("7d", .seconds(604_800)), ("0.25", .milliseconds(250)), ("10 s", .seconds(10)),
        ] as [(String, Duration)])
    func `times`(text: String, expected: Duration) throws {
        #expect(try load("timeouts: {connect: \(text)}").timeouts.connect == expected)
    }

    @Test(arguments: ["0", "-1s", "8d", "1y", "ten", "1e3", "0.0001s", ".5s", "1.s", "99999999999999999999s", "1 0s"])
    func `what is no time`(text: String) {
        #expect(problems("timeouts: {connect: \(text)}").map(\.path) == ["timeouts.connect"])
    }

    @Test(arguments: [
        ("2048", 2048), ("64KiB", 65_536), ("1.5MiB", 1_572_864), ("1GiB", 1_073_741_824), ("10MB", 10_000_000),
        ("4096 B", 4096), ("2kB", 2000),
    ])
    func `sizes`(text: String, expected: Int) throws {
        #expect(try load("limits: {request_body: \(text)}").limits.requestBody == expected)
    }

    @Test(arguments: ["1", "100GiB", "32mib", "-5", "1.0001KiB", "lots", "9223372036854775807GB"])
    func `what is no size`(text: String) {
        #expect(problems("limits: {request_body: \(text)}").map(\.path) == ["limits.request_body"])
    }

    @Test(arguments: [
        ("true", true), ("yes", true), ("ON", true), ("1", true), ("false", false), ("No", false), ("off", false),
        ("0", false),
    ])
    func `switches`(text: String, expected: Bool) throws {
        #expect(try load("", ["TOLLGATE_TRUST_USER_HEADER": text]).trustsUserHeader == expected)
    }

    @Test(arguments: [
        ("host", "a b"), ("host", "http://x"), ("host", "127.0.0.1:4000"), ("port", "65536"), ("port", "-1"),
        ("port", "4000.0"), ("log_level", "loud"), ("require_keys", "maybe"), ("threads", "0"),
        ("fallback_price", "2.50"), ("fallback_price", "2,50/10"), ("fallback_price", "-1/2"),
        ("on_ledger_failure", "ignore"), ("ledger: {synchronous", "off}"), ("ledger: {retention_days", "0}"),
        ("metrics: {max_lines", "3}"),
    ])
    func `values of the wrong kind are told with what is expected`(key: String, value: String) {
        let found = problems("\(key): \(value)")
        #expect(found.count == 1)
        #expect(found.first?.path == key.replacing(": {", with: "."))
        #expect(found.first?.fix.hasPrefix("Use ") == true)
    }

    @Test func `prices are exact decimals`() throws {
        let price = try load("fallback_price: 0.1/0.000000000003").fallbackPrice
        #expect(price?.input == Rate(decimal: "0.1"))
        #expect(price?.output == Rate(decimal: "0.000000000003"))
    }

    @Test(arguments: ["::1", "[::1]", "localhost", "127.8.8.8"])
    func `loopback goes by many names`(host: String) throws {
        let settings = try load("", ["TOLLGATE_ADMIN_HOST": host])
        #expect(settings.admin.host == host.replacing("[", with: "").replacing("]", with: ""))
    }
}
