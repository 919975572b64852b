import HTTPMessages
import Testing

@Suite struct HopByHopTests {
    private func relayed(_ fields: String) throws -> [String] {
        try withBytes("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n") { bytes in
            var scanned = 0
            let head = try #require(try HTTPRequestHead.parse(bytes, limits: HeadLimits(), scanned: &scanned))
            let listed = HopByHop.Listed(head.fields, known: head.known, in: bytes)
            return head.fields.filter { !listed.contains($0) }.map { text(bytes, $0.line) }
        }
    }

    @Test func `drops the fields of the connection`() throws {
        let dropped = """
            Connection: keep-alive\r\nKeep-Alive: timeout=5\r\nProxy-Connection: close\r\nTE: trailers\r\n\
            Proxy-Authorization: x\r\nProxy-Authenticate: x\r\nTrailer: x\r\nUpgrade: h2c\r\n\
            Transfer-Encoding: chunked\r\nX: y\r\n
            """
        #expect(try relayed(dropped) == ["Host: a", "X: y"])
    }

    @Test func `drops what Connection names`() throws {
        #expect(
            try relayed("X-One: 1\r\nConnection: close, X-Two ,,x-three\r\nx-two: 2\r\nX-THREE: 3\r\nx-thre: 4\r\n")
                == ["Host: a", "X-One: 1", "x-thre: 4"])
        #expect(try relayed("X-A: 1\r\nConnection: x-a\r\nConnection: x-b\r\nX-B: 2\r\n") == ["Host: a"])
    }

    @Test func `keeps what is meant for the other end, whoever names it`() throws {
        let kept = ["Authorization: k", "Content-Length: 1", "Content-Type: t", "Host: a", "x-api-key: k"]
        let named = "Connection: host, authorization, content-length, content-type, x-api-key\r\n"
        #expect(
            try relayed(named + kept.filter { $0 != "Host: a" }.joined(separator: "\r\n") + "\r\n").sorted() == kept)
    }
}
