import Gateway
import HTTPMessages
import NIOCore
import Testing

@Suite struct AnswerReaderTests {
    /// What a reader says to an answer that comes in parts; bodies are joined.
    private func read(_ parts: [String], isHEAD: Bool = false, thenClose: Bool = false) -> [String] {
        var reader = AnswerReader(limits: .response, isHEAD: isHEAD)
        var said: [String] = []
        var body = ""
        for part in parts {
            reader.receive(ByteBuffer(string: part))
            stepping: while true {
                switch reader.step() {
                case .needMore: break stepping
                case .head(let head, _): said.append("head:\(head.status)")
                case .body(let part): body += String(buffer: part)
                case .end(let reusable):
                    said.append("body:\(body)")
                    said.append(reusable ? "reusable" : "spent")
                    return said
                case .failed(let error):
                    said.append("failed:\(error.status)")
                    return said
                }
            }
        }
        if thenClose { said.append(reader.closed() ? "ended:\(body)" : "cut:\(body)") }
        return said
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", ["head:200", "body:hello", "reusable"]),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
            ["head:200", "body:hello", "reusable"]
        ),
        (
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
            ["head:204", "body:", "reusable"]
        ),
        ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", ["head:200", "body:ok", "spent"]),
        ("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", ["head:200", "body:ok", "spent"]),
    ])
    func `an answer split at any byte is read the same`(text: String, expected: [String]) {
        let bytes = Array(text.utf8)
        for split in 1..<bytes.count {
            let parts = [
                String(decoding: bytes[..<split], as: UTF8.self), String(decoding: bytes[split...], as: UTF8.self),
            ]
            #expect(read(parts) == expected, "split at \(split)")
        }
    }

    @Test func `bytes behind the answer make the connection unfit for another`() {
        #expect(
            read(["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n"]) == [
                "head:200", "body:ok", "spent",
            ])
    }

    @Test func `without a length the connection's end is the answer's`() {
        #expect(read(["HTTP/1.1 200 OK\r\n\r\nhel", "lo"], thenClose: true) == ["head:200", "ended:hello"])
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhell\r\n",
    ])
    func `a connection that ends too early cuts the answer`(text: String) {
        #expect(read([text], thenClose: true) == ["head:200", "cut:hell"])
    }

    @Test func `an answer to HEAD has no body, whatever its length says`() {
        #expect(
            read(["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"], isHEAD: true) == ["head:200", "body:", "reusable"])
    }

    @Test(arguments: [
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "SSH-2.0-OpenSSH\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n",
    ])
    func `what is not an answer fails`(text: String) {
        let said = read([text])
        #expect(said.count == 1 && said[0].hasPrefix("failed:"))
    }
}
