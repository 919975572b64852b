import OTLPTracing
import Synchronization
import Testing
import Tracing

@Suite struct ConsoleTests {
    private final class Written: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock { $0 } }
        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    private func span(
        _ name: String, _ tracer: OTLPTracer, below parent: SpanContext? = nil, at start: UInt64, for length: UInt64,
        kind: SpanKind = .internal, attributes: SpanAttributes = [:]
    ) -> FinishedSpan {
        FinishedSpan(
            name: name, kind: kind, context: tracer.child(of: parent, name: name, kind: kind), parent: parent,
            start: start, end: start + length, attributes: attributes)
    }

    @Test func `a trace is written as one tree, when its first span has ended`() async {
        let (tracer, _) = recording()
        let written = Written()
        let exporter = ConsoleExporter { written.add($0) }
        let root = span(
            "POST /v1/x", tracer, at: 1_000_000_000, for: 1_234_567_890, kind: .server,
            attributes: ["http.response.status_code": 200])
        var inner = span("chat m", tracer, below: root.context, at: 1_001_000_000, for: 12_345_678, kind: .client)
        inner.events = [
            SpanEvent(name: "attempt", at: Moment(nanosecondsSinceEpoch: 1_001_045_600), attributes: ["n": 1])
        ]
        inner.status = SpanStatus(code: .error, message: "evil\n\u{1B}[31m")
        let leaf = span("leaf", tracer, below: inner.context, at: 1_002_000_000, for: 900)
        let last = span(
            "last", tracer, below: root.context, at: 1_900_000_000, for: 1_000, attributes: ["b": "x", "a": 1.5])
        _ = await exporter.export([leaf, inner])
        #expect(written.all.isEmpty)
        _ = await exporter.export([last, root])
        #expect(
            written.all == [
                """
                trace \(root.context.traceID)  1.234 s
                └─ POST /v1/x  server  1.234 s  http.response.status_code=200
                   ├─ chat m  client  12.3 ms  ERROR: evil\\n\\u{1b}[31m
                   │  │ • attempt +45.6 µs  n=1
                   │  └─ leaf  internal  0.9 µs
                   └─ last  internal  1.0 µs  a=1.5  b=x


                """
            ])
    }

    @Test func `what never gets its first span is bounded, and written at the end`() async {
        let (tracer, _) = recording()
        let written = Written()
        let exporter = ConsoleExporter { written.add($0) }
        for index in 0..<5_000 {
            let parent = tracer.child(of: nil, name: "lost", kind: .internal)
            _ = await exporter.export([span("s\(index)", tracer, below: parent, at: 1, for: 1)])
        }
        #expect(written.all.count == 5_000 - 4_096)
        #expect(written.all.first?.contains("s0 ") == true)
        await exporter.shutdown()
        #expect(written.all.count == 5_000)
    }
}
