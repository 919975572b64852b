import SentryProtocol
import Testing

@Suite struct SentryTransactionTests {
    private static func time(_ seconds: Int64) -> SentryTimestamp { SentryTimestamp(microseconds: seconds * 1_000_000) }

    @Test func `a transaction has type, source, trace context and spans, and never ends before its start`() throws {
        let traceID = try #require(SentryTraceID("0af7651916cd43dd8448eb211c80319c"))
        var trace = SentryTraceContext(
            traceID: traceID, spanID: SentrySpanID(1), parentSpanID: SentrySpanID("b7ad6b7169203331"))
        trace.operation = "http.server"
        trace.status = .ok
        var transaction = SentryTransaction(
            id: try #require(SentryEventID("9ec79c33ec9942ab8353589fcb2e04dc")), name: "GET /users/{id}",
            source: .route, start: Self.time(10), end: Self.time(9), trace: trace)
        var span = SentrySpan(
            traceID: traceID, spanID: SentrySpanID(2), parentSpanID: SentrySpanID(1), operation: "gen_ai.chat",
            description: "chat gpt", start: Self.time(10), end: Self.time(11))
        span.data = ["gen_ai.usage.total_tokens": 12]
        transaction.spans = [span]
        #expect(
            transaction.payload().map { String(decoding: $0, as: UTF8.self) } == """
                {"contexts":{"trace":{"op":"http.server","parent_span_id":"b7ad6b7169203331","span_id":\
                "0000000000000001","status":"ok","trace_id":"0af7651916cd43dd8448eb211c80319c","type":"trace"}},\
                "event_id":"9ec79c33ec9942ab8353589fcb2e04dc","platform":"native","spans":[{"data":\
                {"gen_ai.usage.total_tokens":12},"description":"chat gpt","op":"gen_ai.chat","parent_span_id":\
                "0000000000000001","span_id":"0000000000000002","start_timestamp":10.0,"timestamp":11.0,"trace_id":\
                "0af7651916cd43dd8448eb211c80319c"}],"start_timestamp":10.0,"timestamp":10.0,"transaction":\
                "GET /users/{id}","transaction_info":{"source":"route"},"type":"transaction"}
                """)
    }

    @Test func `a transaction beyond 1 MiB loses spans, and is nothing where that does not help`() throws {
        var transaction = SentryTransaction(
            name: "", source: .custom, start: Self.time(0), end: Self.time(1), trace: SentryTraceContext())
        let long = String(repeating: "x", count: 10_000)
        for _ in 0..<2_000 {
            var span = SentrySpan(
                traceID: transaction.trace.traceID, parentSpanID: nil, operation: nil, description: nil,
                start: Self.time(0), end: Self.time(1))
            span.data = ["x": .string(long)]
            transaction.spans.append(span)
        }
        #expect(try #require(transaction.payload()).count <= 1 << 20)
        transaction.user = SentryUser(id: String(repeating: "x", count: 2 << 20))
        #expect(transaction.payload() == nil)
    }

    @Test(
        "statuses of HTTP become those of spans",
        arguments: [
            (200, SentrySpanStatus.ok), (302, .ok), (400, .invalidArgument), (404, .notFound),
            (429, .resourceExhausted), (499, .cancelled), (500, .internalError), (503, .unavailable),
            (504, .deadlineExceeded),
            (999, .unknown), (-1, .ok),
        ])
    func status(_ code: Int, _ status: SentrySpanStatus) { #expect(SentrySpanStatus(httpStatus: code) == status) }
}
