import Gateway
import HTTPMessages
import NIOCore
import Testing

@Suite struct RequestReaderTests {
    private static let post = """
        POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: 15\r\n\r\n{"model":"gpt"}
        """
    private static let chunked = """
        POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
        6\r\n{"mode\r\n9\r\nl":"gpt"}\r\n0\r\n\r\n
        """

    private func reader(bodyLimit: Int = 1024) -> RequestReader {
        RequestReader(limits: HeadLimits(), bodyLimit: bodyLimit)
    }

    /// What a reader says to bytes that come in parts: bodies of requests, or refusals, in order.
    private func read(_ parts: [String], with reader: RequestReader? = nil) -> [String] {
        var reader = reader ?? self.reader()
        var said: [String] = []
        func drain() {
            while true {
                switch reader.step() {
                case .needMore: return
                case .sendContinue: said.append("continue")
                case .request(_, _, let body):
                    said.append("body:" + String(buffer: body))
                    reader.next()
                case .begin, .large, .part, .end: Issue.record("streamed")
                case .refuse(let error):
                    said.append("refuse:\(error.status)")
                    return
                }
            }
        }
        for part in parts {
            reader.receive(ByteBuffer(string: part))
            drain()
        }
        return said
    }

    @Test(arguments: [Self.post, Self.chunked])
    func `a request split at any byte is read the same`(text: String) {
        for split in 1..<text.utf8.count {
            let index = text.utf8.index(text.utf8.startIndex, offsetBy: split)
            let parts = [
                String(decoding: text.utf8[..<index], as: UTF8.self),
                String(decoding: text.utf8[index...], as: UTF8.self),
            ]
            #expect(read(parts) == [#"body:{"model":"gpt"}"#], "split at \(split)")
        }
    }

    @Test func `pipelined requests are read one after the other`() {
        #expect(
            read([Self.post + Self.chunked + "GET /v1/models HTTP/1.1\r\nHost: a\r\n\r\n"]) == [
                #"body:{"model":"gpt"}"#, #"body:{"model":"gpt"}"#, "body:",
            ])
    }

    @Test func `nothing more is read while a request is answered`() {
        var reader = reader()
        reader.receive(ByteBuffer(string: Self.post + Self.post))
        guard case .request = reader.step() else {
            Issue.record("no request")
            return
        }
        guard case .needMore = reader.step() else {
            Issue.record("read on")
            return
        }
        #expect(reader.buffered == Self.post.utf8.count)
    }

    @Test func `a client that expects it is told to continue, once`() {
        let head = "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        #expect(read([head, "{", "}"]) == ["continue", "body:{}"])
        #expect(read([head + "{}"]) == ["body:{}"])
    }

    @Test(arguments: [
        "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n",
        "POST /v1/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n",
        "POST /v1/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n5\r\n12345\r\n0\r\n\r\n",
    ])
    func `a body over the limit is refused with 413`(text: String) {
        #expect(read([text], with: reader(bodyLimit: 10)) == ["refuse:413"])
    }

    @Test func `what was refused for its body is still known by its head`() throws {
        var reader = reader(bodyLimit: 10)
        reader.receive(ByteBuffer(string: "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n"))
        guard case .refuse = reader.step() else {
            Issue.record("not refused")
            return
        }
        let subject = try #require(reader.subject)
        let path = subject.bytes.getString(at: subject.head.target.lowerBound, length: subject.head.target.count)
        #expect(path == "/v1/messages")
    }

    @Test func `a body that is passed on comes in parts, whatever its framing`() {
        for text in [Self.post, Self.chunked] {
            var reader = reader()
            var said: [String] = []
            for byte in text.utf8 {
                reader.receive(ByteBuffer(bytes: [byte]))
                stepping: while true {
                    switch reader.step(handling: { _, _ in .streamed }) {
                    case .begin: said.append("begin")
                    case .part(let part): said.append(String(buffer: part))
                    case .end: said.append("end")
                    case .needMore: break stepping
                    case .request, .large, .refuse, .sendContinue:
                        Issue.record("not streamed")
                        break stepping
                    }
                }
            }
            #expect(said.joined() == #"begin{"model":"gpt"}end"#)
        }
    }

    @Test(arguments: [1, 7, 1_000])
    func `a body above what is collected comes in parts, whatever its framing`(parts: Int) {
        for (text, limit) in [(Self.post, 14), (Self.chunked, 14), (Self.chunked, 0), (Self.post, 0)] {
            var reader = reader()
            var said = ""
            let bytes = Array((text + text).utf8)
            for start in stride(from: 0, to: bytes.count, by: parts) {
                reader.receive(ByteBuffer(bytes: bytes[start..<min(start + parts, bytes.count)]))
                stepping: while true {
                    switch reader.step(handling: { _, _ in .collected(upTo: limit) }) {
                    case .large(_, _, let beginning): said += "large:" + String(buffer: beginning)
                    case .part(let part): said += String(buffer: part)
                    case .end:
                        said += ";"
                        reader.next()
                    case .needMore: break stepping
                    case .request, .begin, .refuse, .sendContinue:
                        Issue.record("not handed out")
                        break stepping
                    }
                }
            }
            #expect(said == #"large:{"model":"gpt"};large:{"model":"gpt"};"#)
        }
    }

    @Test func `a large body is continued once, and refused above the limit`() {
        let head = "POST /v1/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
        var reader = reader(bodyLimit: 20)
        var said: [String] = []
        for part in [head, "8\r\n12345678\r\n", "8\r\n12345678\r\n", "8\r\n12345678\r\n"] {
            reader.receive(ByteBuffer(string: part))
            stepping: while true {
                switch reader.step(handling: { _, _ in .collected(upTo: 10) }) {
                case .sendContinue: said.append("continue")
                case .large(_, _, let beginning): said.append("large \(beginning.readableBytes)")
                case .part(let part): said.append("part \(part.readableBytes)")
                case .refuse(let error): said.append("refuse \(error.status)")
                case .needMore: break stepping
                case .request, .begin, .end: said.append("?")
                }
            }
        }
        #expect(said == ["continue", "large 16", "refuse 413"])
    }

    @Test func `after a refusal nothing is read any more`() {
        var reader = reader()
        reader.receive(ByteBuffer(string: "GET / HTTP/1.1\r\nHost : a\r\n\r\n" + Self.post))
        guard case .refuse(let error) = reader.step() else {
            Issue.record("not refused")
            return
        }
        #expect(error.status == 400)
        guard case .needMore = reader.step() else {
            Issue.record("read on")
            return
        }
    }
}
