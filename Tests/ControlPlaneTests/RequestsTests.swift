import Foundation
import Ledger
import Money
import Testing
import Usage

@Suite struct RequestsTests {
    /// A row in which nothing has its default.
    private var full: UsageRecord {
        var row = record(27, nanos: nil)
        row.tags = [.init(name: "team", value: "a\"b\u{1}"), .init(name: "team", value: "twice")]
        row.stream = true
        row.status = 502
        row.errorType = .serverError
        row.clientDisconnected = true
        row.tokens.cacheWrite5m = 3
        row.tokens.cacheWrite1h = 4
        row.tokens.audioInput = 6
        row.tokens.cachedAudioInput = 1
        row.tokens.audioOutput = 8
        row.knownCost = NanoUSD(rawValue: 42)
        row.unpriced = ["audio_output"]
        row.priceSource = .catalogue
        row.usageSource = .estimated
        row.timeToFirstTokenMicroseconds = 1500
        row.upstreamRequestID = "req-1"
        row.traceID = "0af7651916cd43dd8448eb211c80319c"
        row.detail = #"{"web_searches":2}"#
        return row
    }

    private let identity = """
        "id":"req_000000000ygjv","started_at":"2026-11-22T18:13:54.123Z","provider":"openai","api":"chat.completions",\
        "request_model":"gpt-4o-mini","response_model":"gpt-4o-mini","user_id":"alice","component_type":"chat",
        """

    @Test func `a row has every member in its place`() async throws {
        let answer = try await controlPlane(FakeLedger([full])).ask("/api/v1/admin/requests")
        #expect(
            answer.body == #"{"requests":[{"# + identity + #""tags":{"team":"a\"b\u0001"},"stream":true,"#
                + #""status":502,"error_type":"server_error","client_disconnected":true,"input_tokens":29,"#
                + #""cached_input_tokens":6,"cache_write_tokens":7,"output_tokens":17,"reasoning_tokens":2,"#
                + #""audio_input_tokens":7,"audio_output_tokens":8,"cost_usd":null,"cost_known_usd":0.000000042,"#
                + #""unpriced":["audio_output"],"price_source":"catalogue","usage_source":"estimated","#
                + #""duration_ms":12.345,"time_to_first_token_ms":1.5,"upstream_request_id":"req-1","#
                + #""trace_id":"0af7651916cd43dd8448eb211c80319c"}],"next_cursor":null}"#)
    }

    @Test func `a single row adds its token classes and its detail`() async throws {
        let answer = try await controlPlane(FakeLedger([full])).ask("/api/v1/admin/requests/\(full.id)")
        #expect(answer.status == 200)
        #expect(
            answer.body.hasSuffix(
                #""token_classes":{"input":10,"cached_input":5,"cache_write_5m":3,"cache_write_1h":4,"audio_input":6,"#
                    + #""cached_audio_input":1,"image_input":0,"cached_image_input":0,"video_input":0,"output":7,"#
                    + #""reasoning":2,"audio_output":8,"image_output":0,"citation":0},"detail":{"web_searches":2}}"#))
    }

    @Test func `a row tells its attempts at the provider`() async throws {
        var refused = record(1)
        refused.errorType = .budgetExceeded
        var resent = record(2)
        resent.detail = #"{"web_searches":2,"resent":true}"#
        var gone = record(3)
        gone.clientDisconnected = true
        var failed = record(4)
        failed.errorType = .upstreamUnreachable
        failed.status = 502
        for (row, expected) in [
            (refused, []), (resent, ["connection_closed null", "answered 200"]), (gone, ["client_gone 200"]),
            (failed, ["upstream_unreachable 502"]), (record(5), ["answered 200"]),
        ] as [(UsageRecord, [String])] {
            let answer = try await controlPlane(FakeLedger([row])).ask("/api/v1/admin/requests/\(row.id)")
            let attempts = try #require(try answer.json["attempts"] as? [[String: Any]])
            let told = attempts.map { "\($0["outcome"] ?? "") \(($0["status"] as? Int).map(String.init) ?? "null")" }
            #expect(told == expected)
            #expect(attempts.compactMap { $0["number"] as? Int } == Array(1..<expected.count + 1))
            #expect(attempts.allSatisfy { $0["provider"] as? String == "openai" })
        }
    }

    @Test(arguments: [
        ("broken{", #""detail":"broken{"}"#), (#""x""#, #""detail":"x"}"#), ("", #""detail":""}"#),
        (#"{"a":1}]"#, #""detail":"{\"a\":1}]"}"#),
    ])
    func `a detail that is not JSON cannot break the answer`(detail: String, expected: String) async throws {
        var row = record(1)
        row.detail = detail
        let answer = try await controlPlane(FakeLedger([row])).ask("/api/v1/admin/requests/\(row.id)")
        #expect(answer.body.hasSuffix(expected))
        #expect(try !answer.json.isEmpty)
    }

    @Test(arguments: [
        ("req_0000000000zzz", 404, "not_found"), ("req_0000000000ZZZ", 400, "invalid_id"), ("1", 400, "invalid_id"),
        ("req_zzzzzzzzzzzzz", 400, "invalid_id"),
    ])
    func `an unknown id and one that is none are told apart`(id: String, status: Int, code: String) async throws {
        let answer = try await controlPlane(FakeLedger([record(1)])).ask("/api/v1/admin/requests/\(id)")
        #expect(answer.status == status)
        #expect(try answer.errorCode == code)
    }

    @Test func `filters reach the ledger`() async throws {
        let ledger = FakeLedger()
        let id = CallID(rawValue: 77)
        _ = try await controlPlane(ledger).ask(
            "/api/v1/admin/requests?since=2026-11-01&until=2026-11-22T18:13:27.123456Z&user_id=a%26b+c&model=gpt-4o"
                + "&component_type=chat&status=429&limit=5&cursor=\(id)&unknown=x")
        var expected = RequestQuery()
        expected.since = 1_793_491_200_000_000
        expected.until = noon
        expected.user = UserID(rawValue: "a&b c")
        expected.model = ModelID(rawValue: "gpt-4o")
        expected.component = ComponentType(rawValue: "chat")
        expected.status = .code(429)
        expected.limit = 5
        expected.cursor = id
        #expect(ledger.requestQueries == [expected])
    }

    @Test(
        arguments: [
            ("1970-01-01", 0), ("2000-02-29T00:00:00Z", 951_782_400_000_000),
            ("2026-11-22t18:13:27z", 1_795_371_207_000_000),
            ("2026-11-22T19:13:27%2B01:00", 1_795_371_207_000_000),
            ("2026-11-22T12:43:27.5-05:30", 1_795_371_207_500_000),
            ("2026-11-22T18:13:27.1234567Z", noon), ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
            ("1969-12-31T23:59:59.999999Z", -1), ("0001-01-01", -62_135_596_800_000_000),
            ("9999-12-31T23:59:59-23:59", 253_402_387_139_000_000),
        ] as [(String, Int64)])
    func `times are read exactly`(text: String, expected: Int64) async throws {
        let ledger = FakeLedger()
        _ = try await controlPlane(ledger).ask("/api/v1/admin/requests?since=\(text)")
        #expect(ledger.requestQueries.first?.since == expected)
    }

    @Test func `a time that ends before it begins has no calls in it`() async throws {
        let answer = try await controlPlane(FakeLedger([record(1)])).ask(
            "/api/v1/admin/requests?since=2027-11-02&until=2026-11-01")
        #expect(answer.status == 200)
        #expect(answer.body == #"{"requests":[],"next_cursor":null}"#)
    }

    @Test(arguments: [
        ("since=yesterday", "invalid_since"), ("since=2026-02-30", "invalid_since"),
        ("since=2025-02-29", "invalid_since"),
        ("since=2026-11-22T18:13:27", "invalid_since"), ("until=2026-11-22T24:00:00Z", "invalid_until"),
        ("until=2026-13-01", "invalid_until"), ("until=0000-12-31", "invalid_until"),
        ("until=2026-11-22T18:13:27.Z", "invalid_until"), ("status=-0", "invalid_status"),
        ("status=999", "invalid_status"), ("status=failed", "invalid_status"), ("status=+200", "invalid_status"),
        ("cursor=abc", "invalid_cursor"), ("limit=-1", "invalid_limit"), ("limit=%2B5", "invalid_limit"),
    ])
    func `what is not accepted is refused`(query: String, code: String) async throws {
        let ledger = FakeLedger()
        let answer = try await controlPlane(ledger).ask("/api/v1/admin/requests?\(query)")
        #expect(answer.status == 400)
        #expect(try answer.errorCode == code)
        #expect(ledger.requestQueries.isEmpty)
    }

    @Test func `pages join up, newest first`() async throws {
        let plane = controlPlane(FakeLedger((0..<5).map { record($0) }))
        var ids: [String] = []
        var cursor = ""
        repeat {
            let json = try await plane.ask("/api/v1/admin/requests?limit=2&cursor=\(cursor)").json
            ids += (json["requests"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
            cursor = json["next_cursor"] as? String ?? ""
        } while !cursor.isEmpty
        #expect(ids == (0..<5).reversed().map { CallID(rawValue: 1_000_000 + $0).description })
    }
}
