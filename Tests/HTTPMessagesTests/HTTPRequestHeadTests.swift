import HTTPMessages
import Testing

@Suite struct HTTPRequestHeadTests {
    static let chat = """
        POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:4000\r\nAccept-Encoding: gzip, deflate, br\r\n\
        Connection: keep-alive\r\nAccept: application/json\r\nContent-Type: application/json\r\n\
        User-Agent: OpenAI/Python 2.8.1\r\nX-Stainless-Lang: python\r\nX-STAINLESS-Package-Version: 2.8.1\r\n\
        Authorization:\t Bearer sk-test \t\r\nX-Tollgate-User: caf\u{e9}\r\nx-empty:\r\nx-empty: \r\n\
        Content-Length: 123\r\n\r\n
        """

    @Test func `keeps every line where it stands`() throws {
        try withBytes(Self.chat + "{\"body\"") { bytes in
            var scanned = 0
            let head = try #require(try HTTPRequestHead.parse(bytes, limits: HeadLimits(), scanned: &scanned))
            #expect(text(bytes, head.method) == "POST")
            #expect(text(bytes, head.target) == "/v1/chat/completions")
            #expect(head.minorVersion == 1)
            #expect(head.byteCount == latin1(Self.chat).count)
            #expect(head.framing == .length(123))
            #expect(head.keepAlive && !head.expectsContinue && !head.hasUpgrade)
            let lines = head.fields.map { latin1Text(bytes, $0.line) }
            #expect(lines == Self.chat.components(separatedBy: "\r\n").dropFirst().filter { !$0.isEmpty })
            #expect(
                head.fields.map(\.known) == [
                    .host, .acceptEncoding, .connection, .accept, .contentType, .userAgent, .other, .other,
                    .authorization, .tollgate, .other, .other, .contentLength,
                ])
            #expect(text(bytes, head.fields[8].value) == "Bearer sk-test")
            #expect(latin1Text(bytes, head.fields[9].value) == "caf\u{e9}")
            #expect(head.fields[10].value.isEmpty && head.fields[11].value.isEmpty)
            #expect(head.known.contains(.authorization) && !head.known.contains(.expect))
            #expect(head.fields[9].hasName("x-tollgate-user", in: bytes))
            #expect(!head.fields[9].hasName("x-tollgate-used", in: bytes))
            #expect(head.fields[4].hasValue("application/json", in: bytes))
        }
    }

    @Test func `is the same however the bytes come`() throws {
        let bytes = latin1(Self.chat)
        var scanned = 0
        for count in 0..<bytes.count {
            let part = try withBytes(Array(bytes[..<count])) { part throws(HeadError) in
                try HTTPRequestHead.parse(part, limits: HeadLimits(), scanned: &scanned)
            }
            #expect(part == nil)
            #expect(scanned <= count)
        }
        let stepwise = try withBytes(bytes) { whole throws(HeadError) in
            try HTTPRequestHead.parse(whole, limits: HeadLimits(), scanned: &scanned)
        }
        let atOnce = try request(Self.chat)
        #expect(stepwise?.fields == atOnce?.fields)
        #expect(stepwise?.byteCount == atOnce?.byteCount)
        #expect(atOnce?.fields.count == 13)
    }

    @Test func `names are known whatever their case`() throws {
        let names: [(String, KnownField)] = [
            ("connection", .connection), ("keep-alive", .keepAlive), ("proxy-connection", .proxyConnection),
            ("proxy-authenticate", .proxyAuthenticate), ("proxy-authorization", .proxyAuthorization), ("te", .te),
            ("trailer", .trailer), ("upgrade", .upgrade), ("content-type", .contentType),
            ("content-encoding", .contentEncoding), ("content-range", .contentRange), ("accept", .accept),
            ("accept-encoding", .acceptEncoding), ("expect", .expect), ("if-match", .ifMatch),
            ("if-none-match", .ifNoneMatch), ("if-modified-since", .ifModifiedSince),
            ("if-unmodified-since", .ifUnmodifiedSince), ("if-range", .ifRange), ("user-agent", .userAgent),
            ("authorization", .authorization), ("x-api-key", .xAPIKey), ("api-key", .apiKey),
            ("x-goog-api-key", .xGoogAPIKey), ("cookie", .cookie), ("x-tollgate-tag-team", .tollgate),
            ("x-tollgate-", .tollgate), ("x-tollgate", .other), ("traceparent", .traceparent),
            ("tracestate", .tracestate), ("baggage", .baggage), ("anthropic-version", .anthropicVersion),
            ("x-request-id", .requestID), ("request-id", .requestID), ("retry-after", .retryAfter),
            ("x-should-retry", .xShouldRetry), ("date", .date), ("server", .server), ("location", .location),
            ("set-cookie", .setCookie), ("x", .other), ("hosts", .other), ("hos", .other), ("dat~", .other),
        ]
        for (name, known) in names {
            for spelling in [name, name.uppercased(), name.prefix(1).uppercased() + name.dropFirst()] {
                let head = try request("GET / HTTP/1.1\r\nHost: a\r\n\(spelling): v\r\n\r\n")
                #expect(head?.fields.last?.known == known, "\(spelling)")
            }
        }
        let tested = Set(names.map(\.1)).union([.host, .contentLength, .transferEncoding])
        #expect(tested == Set(KnownField.allCases))
    }

    static let accepted: [(String, BodyFraming, Bool)] = [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", .none, true),
        ("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .none, true),
        ("GET / HTTP/1.0\r\n\r\n", .none, false),
        ("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", .none, true),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n", .none, false),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: te, ,\tclose\r\n\r\n", .none, false),
        ("GET / HTTP/1.0\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n", .none, false),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", .length(0), true),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 007\r\n\r\n", .length(7), true),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999999999\r\n\r\n",
            .length(999_999_999_999_999_999), true
        ),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n", .chunked, true),
        ("GET /a?b=\u{7e}|{} HTTP/1.1\r\nHOST: [::1]:4000\r\nX: \u{80}\u{ff}\ta\r\n\r\n", .none, true),
        ("PROP_FIND-X / HTTP/1.1\r\nHost: a_b.example.:80\r\n\r\n", .none, true),
    ]

    @Test(arguments: accepted) func `reads what is right`(text: String, framing: BodyFraming, keepAlive: Bool) throws {
        let head = try #require(try request(text))
        #expect(head.framing == framing)
        #expect(head.keepAlive == keepAlive)
        #expect(head.byteCount == latin1(text).count)
    }

    @Test func `expectations count in 1_1 only`() throws {
        #expect(try request("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n\r\n")?.expectsContinue == true)
        #expect(try request("POST / HTTP/1.1\r\nHost: a\r\nExpect: something\r\n\r\n")?.expectsContinue == false)
        #expect(try request("POST / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n")?.expectsContinue == false)
        #expect(try request("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n\r\n")?.hasUpgrade == true)
    }

    static let start = "POST / HTTP/1.1\r\nHost: a\r\n"
    static let refused: [(String, Int)] = [
        ("\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("\r\u{d8}GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        // Framing
        (start + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (start + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", 400),
        (start + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400),
        (start + "Content-Length: 5\r\ncontent-length: 5\r\n\r\n", 400),
        (start + "Content-Length: 5, 5\r\n\r\n", 400),
        (start + "Content-Length: +5\r\n\r\n", 400),
        (start + "Content-Length: -5\r\n\r\n", 400),
        (start + "Content-Length:\r\n\r\n", 400),
        (start + "Content-Length: 5 5\r\n\r\n", 400),
        (start + "Content-Length: 0x5\r\n\r\n", 400),
        (start + "Content-Length: 5\u{b}\r\n\r\n", 400),
        (start + "Content-Length: 1e3\r\n\r\n", 400),
        (start + "Content-Length: 9999999999999999999\r\n\r\n", 400),
        (start + "Content-Length: 18446744073709551621\r\n\r\n", 400),
        (start + "Content_Length: 5\r\n\r\n", 400),
        (start + "Transfer_Encoding: chunked\r\n\r\n", 400),
        (start + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501),
        (start + "Transfer-Encoding: chunked, identity\r\n\r\n", 501),
        (start + "Transfer-Encoding: xchunked\r\n\r\n", 501),
        (start + "Transfer-Encoding: \"chunked\"\r\n\r\n", 501),
        (start + "Transfer-Encoding:\r\n\r\n", 501),
        (start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n", 400),
        (start + "Transfer-Encoding: \u{b}chunked\r\n\r\n", 400),
        (start + "Transfer-Encoding: \tchunked\r\n\r\n", 400),
        (start + "Transfer-Encoding: chunked\t\r\n\r\n", 400),
        (start + "Content-Length:\t5\r\n\r\n", 400),
        (start + "Transfer-Encoding : chunked\r\n\r\n", 400),
        (start + "Transfer-Encoding\u{0}: chunked\r\n\r\n", 400),
        ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        // Lines
        (start + "A: b\n\r\n", 400), ("GET / HTTP/1.1\nHost: a\n\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\n\n", 400),
        (start + "A: b\r\n c\r\n\r\n", 400), (start + "A: b\r\n\tc\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\n Host: a\r\n\r\n", 400),
        (start + "A: b\rc\r\n\r\n", 400), (start + "A: b\r\rc: d\r\n\r\n", 400), (start + "\rA: b\r\n\r\n", 400),
        (start + "A: b\u{0}c\r\n\r\n", 400), (start + "A: b\u{7f}\r\n\r\n", 400), (start + "A: \u{1}\r\n\r\n", 400),
        (start + "A: 1234567\u{8}\r\n\r\n", 400), (start + "A b: c\r\n\r\n", 400), (start + "A : c\r\n\r\n", 400),
        (start + "A\t: c\r\n\r\n", 400), (start + ": c\r\n\r\n", 400), (start + "novalue\r\n\r\n", 400),
        (start + "A\u{e9}: c\r\n\r\n", 400), (start + "A(b): c\r\n\r\n", 400),
        // Request line
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /\tHTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400),
        ("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400), (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("get / HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET\r\n\r\n", 400), ("GET /\r\n\r\n", 400), ("GET / \r\nHost: a\r\n\r\n", 400),
        ("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET /\u{7f} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / http/1.1\r\nHost: a\r\n\r\n", 400), ("GET / HTTPS/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1x\r\nHost: a\r\n\r\n", 400), ("GET / HTTP/\r\n\r\n", 400),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("\u{16}\u{3}\u{1}\u{2}\u{0}", 400),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505), ("GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505),
        ("GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505), ("GET / HTTP/11\r\n\r\n", 505),
        ("GET / HTTP/2\r\n\r\n", 505),
        ("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 501), ("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        // Host, and what may stand once only
        ("GET / HTTP/1.1\r\n\r\n", 400), (start + "Host: b\r\n\r\n", 400), (start + "Host: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a..b\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: .\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: :80\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a:123456\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\t\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: [::..1]\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: []\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n", 400),
        ("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        (start + "Authorization: a\r\nAuthorization: b\r\n\r\n", 400),
        (start + "Expect: 100-continue\r\nExpect: 100-continue\r\n\r\n", 400),
        (start + "If-Match: a\r\nIf-Match: a\r\n\r\n", 400),
    ]

    @Test(arguments: refused) func `refuses what can be read in two ways`(text: String, status: Int) {
        #expect(failure { () throws(HeadError) in try request(text) } == status)
    }

    @Test func `bounds the head, its lines and its fields`() throws {
        let long = String(repeating: "a", count: 8_192)
        let start = "GET / HTTP/1.1\r\nHost: a\r\n"
        func status(_ text: String) -> Int? { failure { () throws(HeadError) in try request(text) } }
        #expect(status("GET /\(long) HTTP/1.1\r\nHost: a\r\n\r\n") == 414)
        #expect(status("GET /\(long.dropFirst(8))") == nil)
        #expect(status("GET /\(long)aaaaaaaaaaaaa") == 414)
        #expect(status("GET /\(long.dropFirst(14)) HTTP/1.1\r\nHost: a\r\n\r\n") == nil)
        #expect(status(start + "x: \(long)\r\n\r\n") == 431)
        #expect(status(start + "x: \(long.dropFirst(3))\r\n\r\n") == nil)
        let many = (0..<127).map { "x\($0): y\r\n" }.joined()
        #expect(status(start + many + "\r\n") == nil)
        #expect(status(start + many + "z: 1\r\n\r\n") == 431)
        let large = (0..<10).map { "x\($0): \(long.prefix(4_000))\r\n" }.joined()
        #expect(status(start + large) == 431)
        #expect(status(start + large + "\r\n") == 431)
    }

    @Test func `never traps on bytes that were changed`() {
        var generator = SeededGenerator(seed: 7)
        let seeds = (Self.accepted.map(\.0) + Self.refused.map(\.0) + [Self.chat]).map(latin1)
        let pieces = ["\r\n", "\r", "\n", "\u{0}", ":", " ", "\t", "HTTP/1.1", "Host: a\r\n", "%2f"].map(latin1)
        var outcomes: Set<Int> = []
        for _ in 0..<60_000 {
            var bytes = seeds.randomElement(using: &generator) ?? []
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                let at = Int.random(in: 0...bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: at)
                case 1 where at < bytes.count: bytes.remove(at: at)
                case 2: bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: at)
                default: bytes.removeLast(Int.random(in: 0...min(3, bytes.count), using: &generator))
                }
            }
            outcomes.insert(outcome(bytes))
        }
        #expect(outcomes.isSuperset(of: [0, 200, 400, 501, 505]))
    }

    /// 0 = incomplete, 200 = read, otherwise the status; checks what was read against the bytes.
    private func outcome(_ bytes: [UInt8]) -> Int {
        withBytes(bytes) { raw in
            var scanned = 0
            do throws(HeadError) {
                guard let head = try HTTPRequestHead.parse(raw, limits: HeadLimits(), scanned: &scanned) else {
                    return 0
                }
                #expect(head.byteCount <= raw.count)
                #expect(bytes[..<head.byteCount].suffix(4) == [13, 10, 13, 10])
                #expect(!bytes[..<head.byteCount].contains(0))
                for field in head.fields { #expect(!bytes[field.line].contains { $0 == 13 || $0 == 10 }) }
                _ = try? RequestTarget.parse(raw, head.target)
                let listed = HopByHop.Listed(head.fields, known: head.known, in: raw)
                _ = head.fields.filter { listed.contains($0) }
                return 200
            } catch {
                return error.status
            }
        }
    }

    private func latin1Text(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(bytes[range].map { Unicode.Scalar($0) }))
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        var parts: [String] = []
        var rest = Substring(self)
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}
