import SentryProtocol
import Testing

@Suite struct SentryEventTests {
    private static let at = SentryTimestamp(microseconds: 1_700_000_000_500_000)

    @Test func `an event as bytes`() throws {
        var event = SentryEvent(id: try #require(SentryEventID("9ec79c33-ec99-42ab-8353-589fcb2e04dc")), at: Self.at)
        event.release = "app@1.2.3"
        event.environment = "production"
        event.message = SentryMessage("a \"quoted\"\u{1}\n🦊", template: "a %s", parameters: ["b"])
        event.tags = ["route name": "GET /x\ny", "empty": ""]
        event.user = SentryUser(id: "7", email: "a@example.org")
        event.fingerprint = ["{{ default }}", "x"]
        #expect(
            event.payload().map { String(decoding: $0, as: UTF8.self) } == """
                {"environment":"production","event_id":"9ec79c33ec9942ab8353589fcb2e04dc","fingerprint":\
                ["{{ default }}","x"],"level":"error","logentry":{"formatted":"a \\"quoted\\"\\u0001\\n🦊",\
                "message":"a %s","params":["b"]},"platform":"native","release":"app@1.2.3",\
                "tags":{"route_name":"GET /x y"},"timestamp":1700000000.5,"user":{"email":"a@example.org","id":"7"}}
                """)
    }

    @Test func `MUST 4: frames go out oldest first, however they came, at most 50 with both ends`() throws {
        let newestFirst = (0..<80).map { SentryFrame(function: "f\($0)") }
        let trace = SentryStackTrace(newestFirst: newestFirst + [SentryFrame()])
        #expect(trace.frames.count == 80)
        var exception = SentryException(type: "E", value: nil)
        exception.stackTrace = trace
        var event = SentryEvent(at: Self.at)
        event.exceptions = [exception]
        guard case .array(let values)? = event.encoded["exception"]?["values"],
            case .array(let frames)? = values.first?["stacktrace"]?["frames"]
        else {
            Issue.record("no frames")
            return
        }
        #expect(frames.count == 50)
        #expect(frames.first?["function"] == "f79")
        #expect(frames.last?["function"] == "f0")
    }

    @Test func `an exception has a type or a value, a mechanism has a type`() {
        var event = SentryEvent(at: Self.at)
        event.exceptions = [SentryException(type: nil, value: nil, mechanism: SentryMechanism(""))]
        guard case .array(let values)? = event.encoded["exception"]?["values"] else {
            Issue.record("no exception")
            return
        }
        #expect(values[0]["type"] == "Error")
        #expect(values[0]["mechanism"]?["type"] == "generic")
    }

    @Test func `a signal, threads and images have the shapes that Sentry reads`() {
        var mechanism = SentryMechanism("signalhandler", isHandled: false)
        mechanism.signal = .init(number: 11, name: "SIGSEGV")
        var event = SentryEvent(at: Self.at, level: .fatal)
        event.exceptions = [SentryException(type: "SIGSEGV", value: "x", mechanism: mechanism)]
        var thread = SentryThread(id: 3)
        thread.isCrashed = true
        event.threads = [thread]
        event.images = [
            SentryDebugImage(
                file: "/app/x", buildID: "f1c3bcc0279865fe3058404b2831d9e64135386c", address: 0x1000, size: 5),
            SentryDebugImage(file: "/lib/y", buildID: "zz", address: 0),
        ]
        let value = event.encoded
        #expect(value["level"] == "fatal")
        #expect(value["threads"]?["values"] == [["id": 3, "current": false, "crashed": true]])
        #expect(
            value["debug_meta"]?["images"] == [
                [
                    "type": "elf", "code_file": "/app/x", "code_id": "f1c3bcc0279865fe3058404b2831d9e64135386c",
                    "debug_id": "c0bcc3f1-9827-fe65-3058-404b2831d9e6", "image_addr": "0x1000", "image_size": 5,
                ],
                ["type": "elf", "code_file": "/lib/y", "code_id": "zz", "image_addr": "0x0"],
            ])
        guard case .array(let values)? = value["exception"]?["values"] else { return }
        #expect(values[0]["mechanism"]?["meta"]?["signal"] == ["number": 11, "name": "SIGSEGV"])
        #expect(values[0]["mechanism"]?["handled"] == false)
    }

    @Test func `an event beyond 1 MiB loses the least useful first and stays within`() throws {
        var event = SentryEvent(at: Self.at)
        let long = String(repeating: "ü", count: 300_000)
        event.exceptions = [SentryException(type: "E", value: long)]
        event.extra = ["a": .string(long), "b": .string(long)]
        event.breadcrumbs = (0..<100).map { _ in SentryBreadcrumb(long) }
        let payload = try #require(event.payload())
        #expect(payload.count <= 1 << 20)
        let value = try #require(SentryValue(json: payload))
        #expect(value["extra"] == nil)
        #expect(value["breadcrumbs"] != nil)
        event.contexts = ["a": .string(long + long), "b": .string(long)]
        event.user = SentryUser(id: "1")
        event.user?.data = ["x": .string(long + long)]
        #expect(try #require(event.payload()).count <= 1 << 20)
        event.user = SentryUser(id: long + long)
        #expect(event.payload() == nil)
    }

    @Test func `numbers that JSON does not know, and texts of any content, stay valid JSON`() throws {
        let value: SentryValue = [
            "nan": .number(.nan), "inf": .number(.infinity), "big": .integer(.max), "small": .number(1e-300),
            "text": .string(String((0..<0x80).compactMap { Unicode.Scalar($0).map(Character.init) })),
            "\u{7f}\u{2028}": [],
        ]
        let read = try #require(SentryValue(json: value.json))
        #expect(read["nan"] == .null)
        #expect(read["inf"] == .null)
        #expect(read["big"] == .integer(.max))
        #expect(read["small"] == .number(1e-300))
        #expect(read["text"] == value["text"])
        #expect(read["\u{7f}\u{2028}"] == .array([]))
    }

    @Test func `instants are written in UTC, and months have their own lengths`() {
        #expect(SentryTimestamp(microseconds: -1).text == "1969-12-31T23:59:59.999999Z")
        #expect(SentryTimestamp(seconds: 951_782_400).text == "2000-02-29T00:00:00.000000Z")
        #expect(SentryTimestamp(seconds: 1_709_251_199).minuteText == "2024-02-29T23:59:00Z")
        #expect(SentryTimestamp(seconds: 1_709_251_199).monthText == "2024-02")
        #expect(abs(SentryTimestamp(seconds: 1_708_041_600).shareOfMonth - 15.0 / 29.0) < 1e-9)
        #expect(SentryTimestamp(seconds: 1_704_067_200).shareOfMonth == 0)
        #expect(SentryTimestamp(seconds: .nan).microseconds == 0)
        #expect(SentryTimestamp(nanoseconds: 1_999).microseconds == 1)
    }
}
