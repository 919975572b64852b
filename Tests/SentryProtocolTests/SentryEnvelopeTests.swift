import SentryProtocol
import Testing

@Suite struct SentryEnvelopeTests {
    private static let payloads: [[UInt8]] = [
        Array("{}".utf8), Array("".utf8), Array("a\nb\n\n".utf8), Array("{\"m\":\"Grüße, 世界 🦊\"}".utf8),
        [0x00, 0xFF, 0x0A, 0x80, 0x0D, 0x0A], Array("{\"type\":\"event\"}\n{}".utf8),
    ]

    @Test("MUST 1: lengths count bytes, with UTF-8 and line feeds in payloads", arguments: payloads)
    func lengths(_ payload: [UInt8]) throws {
        var header = SentryEnvelopeHeader()
        header.eventID = SentryEventID("9ec79c33ec9942ab8353589fcb2e04dc")
        let envelope = SentryEnvelope(
            header,
            items: [
                SentryEnvelopeItem(.event, payload: payload),
                SentryEnvelopeItem(.attachment, payload: payload, fields: ["filename": "a \"b\"\n.txt"]),
            ])
        let bytes = envelope.bytes()
        let read = try SentryEnvelope(bytes)
        #expect(read.items == envelope.items)
        #expect(read.header.eventID == header.eventID)
        #expect(bytes.starts(with: Array("{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"}\n".utf8)))
        let line = "{\"length\":\(payload.count),\"type\":\"event\"}\n"
        #expect(String(decoding: bytes, as: UTF8.self).contains(line))
    }

    @Test func `the whole bytes of an envelope`() throws {
        var header = SentryEnvelopeHeader()
        header.sdk = SentrySDKInfo(name: "s", version: "1")
        header.trace = try SentryDynamicSamplingContext(
            traceID: #require(SentryTraceID("0af7651916cd43dd8448eb211c80319c")), dsn: SentryDSN("https://k@o7.x.y/1"),
            release: "r 1", environment: nil, sampleRate: 0.25, isSampled: false)
        let envelope = SentryEnvelope(header, items: [SentryEnvelopeItem(.sessions, payload: Array("[]".utf8))])
        let random = try #require(header.trace?.fields["sample_rand"])
        #expect(
            String(
                decoding: envelope.bytes(sentAt: SentryTimestamp(microseconds: 1_700_000_000_123_456)), as: UTF8.self)
                    == """
                    {"sdk":{"name":"s","version":"1"},"sent_at":"2023-11-14T22:13:20.123456Z","trace":{"org_id":"7",\
                    "public_key":"k","release":"r 1","sample_rand":"\(random)","sample_rate":"0.25","sampled":"false",\
                    "trace_id":"0af7651916cd43dd8448eb211c80319c"}}
                    {"length":2,"type":"sessions"}
                    []

                    """)
    }

    @Test func `stored bytes get sent_at when they are sent`() throws {
        var header = SentryEnvelopeHeader()
        let at = SentryTimestamp(microseconds: 0)
        let item = SentryEnvelopeItem(.event, payload: [0x7B, 0x7D])
        #expect(
            SentryEnvelope.stamped(SentryEnvelope(header, items: [item]).bytes(), sentAt: at)
                == SentryEnvelope(header, items: [item]).bytes(sentAt: at))
        header.sdk = SentrySDKInfo(name: "s", version: "1")
        let stamped = try #require(
            SentryEnvelope.stamped(SentryEnvelope(header, items: [item]).bytes(), sentAt: at))
        #expect(try SentryEnvelope(stamped).items == [item])
        #expect(
            String(decoding: stamped, as: UTF8.self).hasPrefix(
                "{\"sent_at\":\"1970-01-01T00:00:00.000000Z\",\"sdk\":"))
        #expect(SentryEnvelope.stamped([], sentAt: at) == nil)
        #expect(SentryEnvelope.stamped(Array("[]".utf8), sentAt: at) == nil)
    }

    @Test func `an envelope of a browser's SDK is read`() throws {
        let text = """
            {"event_id":"9ec79c33ec9942ab8353589fcb2e04dc","sent_at":"2026-01-01T00:00:00.000Z",\
            "sdk":{"name":"sentry.javascript.browser","version":"9.1.0"},"dsn":"https://k@o1.ingest.sentry.io/5",\
            "trace":{"trace_id":"0af7651916cd43dd8448eb211c80319c","sample_rate":"1","sampled":"true","future":7}}
            {"type":"event"}
            {"message":"no length, ends with its line"}
            {"type":"future_item","length":3,"x":[1,null,{"y":1.5}]}
            a
            b

            """
        let envelope = try SentryEnvelope(Array(text.utf8))
        #expect(envelope.header.dsn == "https://k@o1.ingest.sentry.io/5")
        #expect(envelope.header.sdk?.name == "sentry.javascript.browser")
        #expect(envelope.header.trace?.fields["sampled"] == "true")
        #expect(envelope.items.map { $0.type.rawValue } == ["event", "future_item"])
        #expect(envelope.items.map { $0.payload.count } == [43, 3])
        #expect(envelope.items[1].fields["x"] == [1, .null, ["y": 1.5]])
        #expect(try SentryEnvelope.header(of: Array(text.utf8))?.dsn == envelope.header.dsn)
    }

    @Test func `an envelope that is cut anywhere is refused or shorter, and a whole header is enough for a tunnel`()
        throws
    {
        let item = SentryEnvelopeItem(.event, payload: Array("{\"a\":\"ü\n\"}".utf8))
        let bytes = SentryEnvelope(SentryEnvelopeHeader(), items: [item, item]).bytes()
        for end in bytes.indices {
            let cut = Array(bytes[..<end])
            if let envelope = try? SentryEnvelope(cut) { #expect(envelope.items.count <= 2) }
            #expect(try (SentryEnvelope.header(of: cut) != nil) == (end > 2))
        }
    }

    @Test(
        "what is no envelope is refused by its reason",
        arguments: [
            ("", SentryEnvelope.ParsingError.header), ("[]\n", .header), ("{\"a\":", .header), ("\n{}", .header),
            ("{}\nno json\n", .itemHeader), ("{}\n{}\n{}", .itemHeader), ("{}\n{\"type\":1}\n", .itemHeader),
            ("{}\n{\"type\":\"event\",\"length\":-1}\n", .length),
            ("{}\n{\"type\":\"event\",\"length\":9223372036854775807}\n{}", .length),
            ("{}\n{\"type\":\"event\",\"length\":1}\n{}\n", .length),
            ("{}\n{\"type\":\"event\",\"length\":\"2\"}\n{}\n", .length),
        ])
    func refused(_ text: String, _ error: SentryEnvelope.ParsingError) {
        #expect(throws: error) { try SentryEnvelope(Array(text.utf8)) }
    }

    @Test func `limits of bytes, items and the first line hold`() {
        let items = Array(repeating: SentryEnvelopeItem(.event, payload: []), count: 3)
        let bytes = SentryEnvelope(SentryEnvelopeHeader(), items: items).bytes()
        #expect(throws: SentryEnvelope.ParsingError.tooLarge) { try SentryEnvelope(bytes, maximumItems: 2) }
        #expect(throws: SentryEnvelope.ParsingError.tooLarge) { try SentryEnvelope(bytes, maximumBytes: 10) }
        #expect(throws: SentryEnvelope.ParsingError.header) {
            try SentryEnvelope.header(of: Array(repeating: 0x20, count: 20_000))
        }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: SentryEnvelope.ParsingError.header) { try SentryEnvelope(Array(deep.utf8)) }
    }
}
