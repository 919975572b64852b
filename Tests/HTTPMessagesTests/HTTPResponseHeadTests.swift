import HTTPMessages
import Testing

@Suite struct HTTPResponseHeadTests {
    static let accepted: [(String, Int, BodyFraming, Bool)] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 200, .length(5), true),
        ("HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\n", 200, .length(5), true),
        ("HTTP/1.1 200\r\nContent-Length: 5\r\n\r\n", 200, .length(5), true),
        ("HTTP/1.1 200 D\u{e9}j\u{e0} vu\r\nTransfer-Encoding: Chunked\r\n\r\n", 200, .chunked, true),
        ("HTTP/1.1 200 OK\r\n\r\n", 200, .untilClose, true),
        ("HTTP/1.0 200 OK\r\n\r\n", 200, .untilClose, false),
        ("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\n", 200, .length(1), true),
        ("HTTP/1.1 500 No\r\nConnection: close\r\nContent-Length: 1\r\n\r\n", 500, .length(1), false),
        ("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", 204, .none, true),
        ("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 304, .none, true),
        ("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", 304, .none, true),
        ("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 103, .none, true),
        ("HTTP/1.1 529 \r\nSet-Cookie: a=b\r\nset-cookie: c=d\r\nContent-Length: 0\r\n\r\n", 529, .length(0), true),
    ]

    @Test(arguments: accepted)
    func `reads what servers send`(text: String, status: Int, framing: BodyFraming, keepAlive: Bool) throws {
        let head = try #require(try response(text))
        #expect(head.status == status)
        #expect(head.framing(forRequestMethodHEAD: false) == framing)
        #expect(head.framing(forRequestMethodHEAD: true) == .none)
        #expect(head.keepAlive == keepAlive)
        #expect(head.isInterim == (status < 200))
        #expect(head.byteCount == latin1(text).count)
    }

    @Test func `keeps the reason and the fields where they stand`() throws {
        try withBytes("HTTP/1.1 429 Too  Many\r\nRetry-After: 7 \r\nRequest-ID: req_1\r\n\r\nrest") { bytes in
            var scanned = 0
            let head = try #require(try HTTPResponseHead.parse(bytes, scanned: &scanned))
            #expect(text(bytes, head.reason) == "Too  Many")
            #expect(head.fields.map(\.known) == [.retryAfter, .requestID])
            #expect(text(bytes, head.fields[0].value) == "7")
        }
    }

    static let refused: [String] = [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 100 Continue\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\nSet-Cookie: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\u{0}\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX : a\r\n\r\n",
        "HTTP/1.1 200 O\u{0}K\r\n\r\n",
        "HTTP/1.1 200 OK\nX: a\n\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.2 200 OK\r\n\r\n",
        "http/1.1 200 OK\r\n\r\n", "ICY 200 OK\r\n\r\n", "\r\nHTTP/1.1 200 OK\r\n\r\n", "<html>", "\r\n",
    ]

    @Test(arguments: refused) func `refuses what could split or confuse`(text: String) {
        #expect(failure { () throws(HeadError) in try response(text) } == 502)
    }

    @Test func `is the same however the bytes come`() throws {
        let bytes = latin1("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        var scanned = 0
        for count in 0..<bytes.count {
            let part = try withBytes(Array(bytes[..<count])) { part throws(HeadError) in
                try HTTPResponseHead.parse(part, scanned: &scanned)
            }
            #expect(part == nil)
        }
        let head = try withBytes(bytes) { whole throws(HeadError) in
            try HTTPResponseHead.parse(whole, scanned: &scanned)
        }
        #expect(head?.fields.count == 2)
    }

    @Test func `never traps on bytes that were changed`() {
        var generator = SeededGenerator(seed: 11)
        let seeds = (Self.accepted.map(\.0) + Self.refused).map(latin1)
        var read = 0
        for _ in 0..<40_000 {
            var bytes = seeds.randomElement(using: &generator) ?? []
            for _ in 0...Int.random(in: 0..<3, using: &generator) where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
                    [0, 9, 10, 13, 32, 58, 65, 255].randomElement(using: &generator) ?? 0
            }
            withBytes(bytes) { raw in
                var scanned = 0
                guard let head = try? HTTPResponseHead.parse(raw, scanned: &scanned) else { return }
                read += 1
                for field in head.fields { #expect(!bytes[field.line].contains { $0 == 13 || $0 == 10 || $0 == 0 }) }
            }
        }
        #expect(read > 1_000)
    }
}
