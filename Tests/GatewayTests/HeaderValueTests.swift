import Gateway
import NIOCore
import Testing

@Suite struct HeaderValueTests {
    @Test(
        "the token of an Authorization value",
        arguments: [
            ("Bearer sk-1", "sk-1"), ("bearer sk-1", "sk-1"), ("BEARER   sk-1", "sk-1"), ("Bearer sk 1", "sk 1"),
            ("Bearer", ""), ("Bearer ", ""), ("Bearersk-1", nil), ("Bearer\tsk-1", nil), ("Basic sk-1", nil),
            ("Bear", nil),
            ("", nil),
        ] as [(String, String?)])
    func token(value: String, token: String?) {
        // Between other bytes, as it stands in a head.
        let bytes = ByteBuffer(string: "x: \(value)\r\nBearer y")
        let range = bytes.bearerToken(in: 3..<(3 + value.utf8.count))
        #expect(range.map { String(decoding: bytes.readableBytesView[$0], as: UTF8.self) } == token)
    }

    @Test(
        "a value's beginning, whatever its case",
        arguments: [
            ("text/event-stream; charset=utf-8", true), ("TEXT/Event-Stream", true), ("text/event-stream", true),
            ("text/event-strea", false), (" text/event-stream", false), ("text/event_stream", false), ("", false),
        ])
    func beginning(value: String, begins: Bool) {
        let bytes = ByteBuffer(string: "\(value)text/event-stream")
        #expect(bytes.hasPrefix("text/event-stream", in: 0..<value.utf8.count) == begins)
    }
}
