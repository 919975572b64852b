import Dialects
import Gateway
import HTTPMessages
import Money
import NIOCore
import Testing
import Usage

@Suite struct AnswerRelayTests {
    private func relay(
        _ api: API = .chatCompletions, strips: Bool = false, buffered: Int = 1 << 20, minor: Int = 1
    ) -> AnswerRelay {
        AnswerRelay(
            AnswerRelay.Call(
                api: api, flavor: .openai, stripsUsage: strips, isHEAD: false,
                head: ClientHead(requestID: "req_1", keepsAlive: true, clientMinorVersion: minor),
                bufferedAnswer: buffered, withheldLimit: 1 << 16))
    }

    /// Puts an answer's bytes through a reader into the relay, in parts of `size`; returns what went out meanwhile.
    private func feed(_ answer: [UInt8], size: Int, into relay: inout AnswerRelay) -> String {
        var reader = AnswerReader(limits: .response, isHEAD: false)
        var out = ""
        var index = 0
        while index < answer.count {
            let end = min(index + size, answer.count)
            reader.receive(ByteBuffer(bytes: answer[index..<end]))
            index = end
            stepping: while true {
                switch reader.step() {
                case .needMore, .failed: break stepping
                case .head(let head, let bytes): relay.answerHead(head, in: bytes)
                case .body(let part): relay.answerBody(part)
                case .end:
                    relay.answerEnd()
                    break stepping
                }
            }
            if let bytes = relay.takeOutput() { out += String(buffer: bytes) }
        }
        return out
    }

    private func rest(_ relay: inout AnswerRelay, cost: NanoUSD? = nil) -> String {
        relay.release(cost: cost)
        return relay.takeOutput().map { String(buffer: $0) } ?? ""
    }

    /// The content of a chunked body.
    private func unchunk(_ text: String) -> String {
        var decoder = ChunkedDecoder()
        var content: [UInt8] = []
        let bytes = Array(text.utf8)
        bytes.withUnsafeBytes { raw in
            var offset = 0
            while case .data(let range)? = try? decoder.next(raw, offset: &offset) { content += raw[range] }
        }
        return String(decoding: content, as: UTF8.self)
    }

    private func chunkedAnswer(_ events: [String]) -> [UInt8] {
        var text = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        for event in events { text += String(event.utf8.count, radix: 16) + "\r\n" + event + "\r\n" }
        return Array((text + "0\r\n\r\n").utf8)
    }

    private static let content =
        #"data: {"id":"c1","model":"gpt-4o","choices":[{"index":0,"delta":{"content":"hi"}}],"usage":null}"# + "\n\n"
    private static let usage =
        #"data: {"id":"c1","model":"gpt-4o","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}"#
        + "\n\n"
    private static let done = "data: [DONE]\n\n"

    @Test(arguments: [false, true])
    func `a stream split anywhere gives the client the same bytes, its end only after the commit`(strips: Bool) {
        let answer = chunkedAnswer([Self.content, Self.content, Self.usage, Self.done])
        for size in [1, 2, 3, 7, 16, 61, 200, 5000] {
            var relay = relay(strips: strips)
            let before = feed(answer, size: size, into: &relay)
            #expect(relay.stage == .withholding)
            #expect(!before.contains("[DONE]"), "size \(size)")
            #expect(before.contains(#""hi""#))
            #expect(!before.hasSuffix("0\r\n\r\n"))
            let all = before + rest(&relay)
            #expect(relay.stage == .finished)
            let head = all.firstRange(of: "\r\n\r\n").map { String(all[..<$0.upperBound]) } ?? ""
            #expect(
                head
                    == "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nx-tollgate-request-id: req_1\r\n\r\n"
            )
            #expect(
                unchunk(String(all.dropFirst(head.count)))
                    == Self.content + Self.content + (strips ? "" : Self.usage) + Self.done)
            #expect(relay.metered.usage?.tokens.inputTotal == 7)
            #expect(relay.metered.usage?.tokens.outputTotal == 3)
            #expect(relay.sawContent == true)
        }
    }

    @Test func `events go out as they come, not at the end`() {
        var relay = relay()
        let answer = chunkedAnswer([Self.content, Self.content])
        let before = feed(Array(answer.dropLast(20)), size: 4096, into: &relay)
        #expect(before.contains(#""hi""#))
        #expect(relay.stage == .relaying)
    }

    @Test func `a plain answer is held whole and tells its cost`() {
        let body =
            #"{"id":"c1","model":"gpt-4o","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}"#
        let answer = Array(
            "HTTP/1.1 200 OK\r\nX-Request-Id: up1\r\nContent-Length: \(body.utf8.count)\r\nX-Dup: 1\r\nx-dup: 2\r\n\r\n\(body)"
                .utf8)
        for size in [1, 10, 5000] {
            var relay = relay()
            #expect(feed(answer, size: size, into: &relay).isEmpty)
            #expect(relay.stage == .withholding)
            #expect(relay.upstreamRequestID == "up1")
            #expect(
                rest(&relay, cost: NanoUSD(rawValue: 1_250_000))
                    == "HTTP/1.1 200 OK\r\nX-Request-Id: up1\r\nX-Dup: 1\r\nx-dup: 2\r\nContent-Length: \(body.utf8.count)\r\n"
                    + "x-tollgate-request-id: req_1\r\nx-tollgate-cost-usd: 0.00125\r\n\r\n" + body)
            #expect(relay.stage == .finished)
        }
    }

    @Test(arguments: [API.chatCompletions, .unmetered])
    func `of a larger plain answer the last part waits for the commit`(api: API) {
        let body =
            #"{"data":"\#(String(repeating: "x", count: 3000))","usage":{"prompt_tokens":7,"completion_tokens":0}}"#
        let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
        var relay = relay(api, buffered: 1000)
        let before = feed(answer, size: 700, into: &relay)
        #expect(relay.stage == .withholding)
        #expect(before.contains("xxx"))
        #expect(!before.hasSuffix("}}"))
        let all = before + rest(&relay)
        #expect(all.hasSuffix(body))
        #expect(all.contains("Content-Length: \(body.utf8.count)\r\n"))
        #expect(relay.metered.usage?.tokens.inputTotal == (api.isMetered ? 7 : nil))
    }

    @Test func `an answer without a body waits whole`() {
        var relay = relay(.unmetered)
        #expect(feed(Array("HTTP/1.1 204 No Content\r\n\r\n".utf8), size: 100, into: &relay).isEmpty)
        #expect(rest(&relay) == "HTTP/1.1 204 No Content\r\nx-tollgate-request-id: req_1\r\n\r\n")
    }

    @Test func `a cut stream ends without an end`() {
        var relay = relay()
        let answer = chunkedAnswer([Self.content, Self.content])
        let before = feed(Array(answer.dropLast(30)), size: 4096, into: &relay)
        relay.answerCut()
        #expect(relay.stage == .withholding)
        let all = before + rest(&relay)
        #expect(relay.stage == .truncated)
        #expect(!all.hasSuffix("0\r\n\r\n"))
        #expect(relay.outputBytes >= 2)
    }

    @Test func `an answer of the gateway's own waits for the commit too`() {
        var relay = relay()
        relay.answerLocally(status: 502, reason: "Bad Gateway", body: Array("{}".utf8), fields: [("A", "b")])
        #expect(relay.takeOutput() == nil)
        #expect(
            rest(&relay)
                == "HTTP/1.1 502 Bad Gateway\r\nA: b\r\nContent-Length: 2\r\nx-tollgate-request-id: req_1\r\n\r\n{}")
    }

    @Test func `hop-by-hop fields and the provider's own tollgate fields stay behind`() {
        var relay = relay()
        let answer =
            "HTTP/1.1 200 OK\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nX-Tollgate-Cost-USD: 0\r\nX: y\r\nContent-Length: 2\r\n\r\n{}"
        _ = feed(Array(answer.utf8), size: 4096, into: &relay)
        #expect(
            rest(&relay) == "HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 2\r\nx-tollgate-request-id: req_1\r\n\r\n{}")
    }

    @Test func `an HTTP 1.0 client gets a stream that ends with its connection`() {
        var relay = relay(minor: 0)
        let before = feed(chunkedAnswer([Self.content, Self.done]), size: 4096, into: &relay)
        let all = before + rest(&relay)
        #expect(all.hasSuffix(Self.content + Self.done))
        #expect(!all.contains("chunked"))
        #expect(relay.keepsAlive == false)
    }
}
