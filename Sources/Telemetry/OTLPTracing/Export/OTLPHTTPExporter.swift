import GzipEncoding
public import Logging
import OTLPEncoding
import Tracing

/// Sends spans to a collector: OTLP over HTTP, as protobuf (opentelemetry-proto, `docs/specification.md`).
///
/// 429, 502, 503, 504 and connections that fail are tried again, with `Retry-After` or growing pauses; every other
/// error gives the batch up. What a collector takes only in part is not sent again.
public struct OTLPHTTPExporter: SpanExporter {
    /// The largest request that is sent, bytes before compression.
    package static let specifiedMaximum = 64 << 20

    private let endpoint: OTLPEndpoint
    /// As protobuf.
    private let resource: [UInt8]
    private let transport: any OTLPTransport
    private let clock: any Clock<Duration>
    private let maximumRequest: Int
    private let logger: Logger?

    /// An exporter to `endpoint`.
    ///
    /// Throws where a certificate or key cannot be read.
    public init(_ endpoint: OTLPEndpoint, resource: Resource, logger: Logger? = nil) throws(OTLPFileError) {
        self.init(
            endpoint, resource: resource, transport: try HTTPClientTransport(endpoint, logger: logger),
            clock: ContinuousClock(), logger: logger)
    }

    package init(
        _ endpoint: OTLPEndpoint, resource: Resource, transport: any OTLPTransport, clock: any Clock<Duration>,
        maximumRequest: Int = specifiedMaximum, logger: Logger? = nil
    ) {
        self.endpoint = endpoint
        self.resource = resource.written
        self.transport = transport
        self.clock = clock
        self.maximumRequest = maximumRequest
        self.logger = logger
    }

    public func export(_ spans: [FinishedSpan]) async -> ExportResult {
        guard !spans.isEmpty else { return .exported(rejected: 0) }
        var body = requestBody(spans)
        guard body.count <= maximumRequest else {
            logger?.warning("A batch of spans is larger than 64 MiB and was dropped; set limits for attributes.")
            return .failed(.tooLarge)
        }
        var fields = endpoint.headers
        fields.append(OTLPEndpoint.Header(name: "Content-Type", value: "application/x-protobuf"))
        fields.append(OTLPEndpoint.Header(name: "User-Agent", value: "OTel-OTLP-Exporter-Swift/\(SDKVersion.text)"))
        if endpoint.isCompressed, let compressed = Gzip.compress(body) {
            body = compressed
            fields.append(OTLPEndpoint.Header(name: "Content-Encoding", value: "gzip"))
        }
        return await send(body, fields)
    }

    public func shutdown() async { await transport.shutdown() }

    /// An `ExportTraceServiceRequest` with one resource and one scope.
    private func requestBody(_ spans: [FinishedSpan]) -> [UInt8] {
        var writer = ProtobufWriter(capacity: spans.count * 1_024)
        writer.message(1) { group in
            group.message(1, written: resource)
            group.message(2) { scoped in
                scoped.message(1) { scope in
                    scope.text(1, "tollgate.OTLPTracing")
                    scope.text(2, SDKVersion.text)
                }
                for span in spans { scoped.message(2) { span.write(to: &$0) } }
            }
        }
        return writer.bytes
    }

    private func send(_ body: [UInt8], _ fields: [OTLPEndpoint.Header]) async -> ExportResult {
        var schedule = RetrySchedule()
        while true {
            let answer = await transport.post(body, to: endpoint, fields: fields)
            let outcome: RetrySchedule.Outcome =
                answer.map { .answered(status: $0.status, retryAfter: $0.retryAfter) } ?? .unanswered
            let now = Int64(DefaultTracerClock.now.nanosecondsSinceEpoch / 1_000_000_000)
            switch schedule.next(outcome, now: now, random: Double.random(in: 0...1)) {
            case .delivered: return delivered(answer)
            case .giveUp(let reason):
                logger?.warning(
                    "Spans were given up: the collector did not take them.",
                    metadata: ["status": "\(answer.map { String($0.status) } ?? "none")", "url": "\(shownURL)"])
                return .failed(reason)
            case .retry(let delay):
                guard !Task.isCancelled, (try? await clock.sleep(for: delay)) != nil else {
                    return .failed(.unavailable)
                }
            }
        }
    }

    private func delivered(_ answer: OTLPAnswer?) -> ExportResult {
        guard let body = answer?.body, !body.isEmpty, let response = OTLPTraceResponse(body),
            response.hasPartialSuccess
        else { return .exported(rejected: 0) }
        let partial = response.partialSuccess
        if partial.rejectedSpans > 0 || !partial.errorMessage.isEmpty {
            logger?.warning(
                "The collector took a batch of spans in part, or warns.",
                metadata: ["rejected": "\(partial.rejectedSpans)", "message": "\(partial.errorMessage.prefix(500))"])
        }
        return .exported(rejected: Int(clamping: max(0, partial.rejectedSpans)))
    }

    /// Without a query or credentials.
    private var shownURL: String {
        let plain = endpoint.url.prefix { $0 != "?" }
        guard let at = plain.lastIndex(of: "@") else { return String(plain) }
        return "…" + plain[at...]
    }
}
