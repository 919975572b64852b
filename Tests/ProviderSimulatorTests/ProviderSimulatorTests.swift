import ProviderSimulator
import Testing

/// The simulator over a socket, byte by byte; the SDKs' view of it is tested by `E2E_DIRECT=1 e2e/run.sh`.
@Suite struct ProviderSimulatorTests {
    private static let chat = #"{"model":"gpt-4o-mini","messages":[{"role":"user","content":"How are you?"}]}"#
    private static let stream =
        #"{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"How are you?"}]}"#
    private static let message =
        #"{"model":"claude-sonnet-4-5","max_tokens":9,"messages":[{"role":"user","content":"How are you?"}]}"#

    /// Runs `body` with a simulator and its port.
    private func withSimulator(
        _ configuration: ProviderSimulator.Configuration = .init(),
        _ body: (ProviderSimulator, Int) async throws -> Void
    ) async throws {
        let simulator = ProviderSimulator(configuration: configuration)
        let port = try await simulator.start()
        do {
            try await body(simulator, port)
            await simulator.stop()
        } catch {
            await simulator.stop()
            throw error
        }
    }

    @Test func `says what it used, and remembers exactly that`() async throws {
        try await withSimulator { simulator, port in
            let answer = try await RawClient.post(
                "/v1/chat/completions", Self.chat, headers: ["x-sim-call: one", "x-sim-events: 5"], port: port)
            let call = try #require(simulator.calls.first)
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("\r\nx-request-id: \(call.requestID)\r\n"))
            let usage = try #require(call.usage)
            #expect(answer.contains("\"usage\":\(usage)"))
            #expect(usage.hasPrefix(#"{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"#))
            #expect(call.complete && call.key == "1234" && call.call == "one" && call.status == 200)
        }
    }

    @Test func `tells a stream's usage only when asked`() async throws {
        try await withSimulator { simulator, port in
            let path = "/v1/chat/completions"
            let silent = try await RawClient.post(path, Self.stream, port: port)
            #expect(!silent.contains("\"usage\"") && silent.contains("data: [DONE]\n\n"))
            let asked = Self.stream.replacing(
                "\"stream\":true", with: #""stream":true,"stream_options":{"include_usage":true}"#)
            let telling = try await RawClient.post(path, asked, port: port)
            let usage = try #require(simulator.calls.last?.usage)
            #expect(telling.contains("\"choices\":[],\"usage\":\(usage)"))
            #expect(telling.contains("\"usage\":null"))
            #expect(simulator.calls.first?.actualUsage == usage)
            #expect(simulator.calls.first?.usage == nil)
        }
    }

    @Test func `speaks the other provider's dialect as well`() async throws {
        try await withSimulator { simulator, port in
            let answer = try await RawClient.post(
                "/v1/messages", Self.message, headers: ["anthropic-version: 2023-06-01"], port: port)
            let call = try #require(simulator.calls.first)
            #expect(answer.contains("\r\nrequest-id: \(call.requestID)\r\n"))
            #expect(answer.contains(#""stop_reason":"max_tokens""#) && answer.contains(#""output_tokens":9"#))
            let refused = try await RawClient.post("/v1/messages", Self.message, port: port)
            #expect(refused.contains("anthropic-version: header is required"))
        }
    }

    @Test(arguments: [
        ("x-sim-status: 429", "HTTP/1.1 429 ", "rate_limit_exceeded"),
        ("x-sim-status: 503", "HTTP/1.1 503 ", "overloaded"),
        ("x-sim-retry-after: 7", "HTTP/1.1 200 ", "chat.completion"),
        ("x-sim-stauts: 429", "HTTP/1.1 400 ", "knows no setting 'stauts'"),
    ])
    func `a header chooses the answer`(header: String, line: String, content: String) async throws {
        try await withSimulator { _, port in
            let answer = try await RawClient.post("/v1/chat/completions", Self.chat, headers: [header], port: port)
            #expect(answer.hasPrefix(line) && answer.contains(content))
        }
    }

    @Test(arguments: [
        Self.chat.replacing("gpt-4o-mini", with: "gpt-4o-mini#sim:status=500"),
        Self.chat.replacing("{\"model\"", with: #"{"user":"ada#sim:status=500","model""#),
        Self.chat.replacing("{\"model\"", with: #"{"metadata":{"sim":"status=500"},"model""#),
    ])
    func `the body may choose where headers do not get through`(body: String) async throws {
        try await withSimulator { simulator, port in
            let answer = try await RawClient.post("/v1/chat/completions", body, port: port)
            #expect(answer.hasPrefix("HTTP/1.1 500 "))
            #expect(simulator.calls.first?.model == "gpt-4o-mini")
        }
    }

    @Test func `cuts a stream where it is told to`() async throws {
        try await withSimulator { simulator, port in
            let answer = try await RawClient.post(
                "/v1/chat/completions", Self.stream, headers: ["x-sim-cut-after-events: 3"], port: port)
            #expect(answer.components(of: "data: {") == 3 && !answer.hasSuffix("0\r\n\r\n"))
            let call = try #require(simulator.calls.first)
            #expect(!call.complete && call.ended && call.events == 3)
        }
    }

    @Test func `refuses a bad key and a missing one`() async throws {
        try await withSimulator { _, port in
            for key in ["authorization: Bearer bad-key", "x-nothing: 1"] {
                let answer = try await RawClient.exchange(
                    "POST /v1/chat/completions HTTP/1.1\r\nhost: s\r\nconnection: close\r\n\(key)\r\n"
                        + "content-length: 2\r\n\r\n{}", port: port)
                #expect(answer.hasPrefix("HTTP/1.1 401 "))
            }
        }
    }

    @Test func `keeps a bounded record, or none`() async throws {
        var configuration = ProviderSimulator.Configuration()
        configuration.recordLimit = 4
        try await withSimulator(configuration) { simulator, port in
            for _ in 0..<11 { _ = try await RawClient.post("/v1/chat/completions", Self.chat, port: port) }
            #expect((1...4).contains(simulator.calls.count) && simulator.calls.last?.sequence == 11)
        }
        configuration.recordLimit = 0
        try await withSimulator(configuration) { simulator, port in
            _ = try await RawClient.post("/v1/chat/completions", Self.chat, port: port)
            #expect(simulator.calls.isEmpty)
        }
    }
}

extension String {
    /// How often `part` occurs.
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
