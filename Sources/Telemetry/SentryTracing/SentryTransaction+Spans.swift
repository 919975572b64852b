import OTLPTracing
import SentryClient
import SentryProtocol
import Tracing

extension SentryTransaction {
    /// The transaction of a request or job and its spans.
    init(_ gathered: SpanGathering.Gathered, options: SentryOptions) {
        let reader = SpanReader(filter: options.dataFilter)
        let root = gathered.root
        let traceID = SentryTraceID(high: root.context.traceID.high, low: root.context.traceID.low)
        var trace = SentryTraceContext(
            traceID: traceID, spanID: SentrySpanID(root.context.spanID.value),
            parentSpanID: root.parent.map { SentrySpanID($0.spanID.value) })
        trace.operation = reader.operation(root)
        trace.status = reader.status(root)
        trace.origin = SpanReader.origin
        trace.data = reader.data(root)
        let route: SentryTransactionSource? = root.attributes.get("http.route") == nil ? nil : .route
        self.init(
            name: root.name, source: root.kind == .consumer ? .task : route ?? .custom,
            start: SentryTimestamp(nanoseconds: root.start), end: SentryTimestamp(nanoseconds: root.end), trace: trace)
        spans = gathered.spans.map { reader.span($0) }
        if let dsn = options.dsn {
            dynamicSampling = SentryDynamicSamplingContext(
                traceID: traceID, dsn: dsn, release: options.release, environment: options.environment,
                transaction: name, sampleRate: options.tracesSampleRate, isSampled: true)
        }
    }
}

/// Reads spans in the conventions of OpenTelemetry into those of Sentry.
struct SpanReader {
    static let origin = "auto.swift.tracing"

    let filter: SentryDataFilter

    func span(_ span: FinishedSpan) -> SentrySpan {
        var result = SentrySpan(
            traceID: SentryTraceID(high: span.context.traceID.high, low: span.context.traceID.low),
            spanID: SentrySpanID(span.context.spanID.value),
            parentSpanID: span.parent.map { SentrySpanID($0.spanID.value) }, operation: operation(span),
            description: span.name, start: SentryTimestamp(nanoseconds: span.start),
            end: SentryTimestamp(nanoseconds: span.end))
        result.status = status(span)
        result.origin = Self.origin
        result.data = data(span)
        return result
    }

    /// `http.server`, `gen_ai.chat`, `queue.process` and so on, by what the span says of itself.
    func operation(_ span: FinishedSpan) -> String {
        let attributes = span.attributes
        if let operation = attributes.text("gen_ai.operation.name") { return "gen_ai.\(operation)" }
        if attributes.get("messaging.system") != nil || attributes.get("messaging.destination.name") != nil
            || span.kind == .producer || span.kind == .consumer
        {
            return span.kind == .producer ? "queue.publish" : "queue.process"
        }
        if attributes.get("db.system") != nil || attributes.get("db.system.name") != nil { return "db" }
        if attributes.get("http.request.method") != nil {
            return span.kind == .client ? "http.client" : "http.server"
        }
        if attributes.get("rpc.system") != nil { return span.kind == .client ? "grpc.client" : "grpc.server" }
        return span.kind == .server ? "http.server" : "function"
    }

    func status(_ span: FinishedSpan) -> SentrySpanStatus {
        let http = span.attributes.integer("http.response.status_code").map { SentrySpanStatus(httpStatus: Int($0)) }
        switch span.attributes.text("error.type") {
        case "timeout"?: return .deadlineExceeded
        case "rate_limit"?, "budget_exceeded"?: return .resourceExhausted
        case "authentication"?: return .unauthenticated
        case "invalid_request"?: return .invalidArgument
        case "upstream_unreachable"?: return .unavailable
        default: break
        }
        if span.status?.code == .error { return http.flatMap { $0 == .ok ? nil : $0 } ?? .internalError }
        return http ?? .ok
    }

    /// The attributes, with sensitive values filtered, and what Sentry reads under names of its own.
    func data(_ span: FinishedSpan) -> [String: SentryValue] {
        var data: [String: SentryValue] = [:]
        span.attributes.forEach { name, value in
            guard let value = value.encoded else { return }
            data[name] = filtered(name, value)
        }
        if span.attributes.get("gen_ai.operation.name") != nil { addAI(&data, span.attributes) }
        if span.attributes.get("messaging.message.retry.count") == nil,
            let retries = span.attributes.integer("celery.retries")
        {
            data["messaging.message.retry.count"] = .integer(retries)
        }
        for event in span.events where event.name == "exception" {
            data["exception.type"] = event.attributes.text("exception.type").map { .string($0) }
        }
        return data
    }

    private func filtered(_ name: String, _ value: SentryValue) -> SentryValue {
        guard let text = value.text else { return value }
        switch name {
        case "url.query": return .string(filter.query(text))
        case "url.full", "http.url", "http.target": return .string(filter.url(text))
        default: break
        }
        let isHeader = name.hasPrefix("http.request.header.") || name.hasPrefix("http.response.header.")
        return isHeader && filter.isSensitive(name) ? .string(SentryDataFilter.filtered) : value
    }

    /// SD `telemetry/traces/modules/ai-agents.mdx`: subsets of the counts have Sentry's names beside OpenTelemetry's.
    private func addAI(_ data: inout [String: SentryValue], _ attributes: SpanAttributes) {
        let input = attributes.integer("gen_ai.usage.input_tokens")
        let output = attributes.integer("gen_ai.usage.output_tokens")
        if input != nil || output != nil {
            let sum = (input ?? 0).addingReportingOverflow(output ?? 0)
            data["gen_ai.usage.total_tokens"] = .integer(sum.overflow ? .max : sum.partialValue)
        }
        let written =
            data["gen_ai.usage.cache_creation.input_tokens"] ?? data["gen_ai.usage.cache_write.input_tokens"]
        data["gen_ai.usage.input_tokens.cached"] = data["gen_ai.usage.cache_read.input_tokens"]
        data["gen_ai.usage.input_tokens.cache_write"] = written
        data["gen_ai.usage.cache_creation.input_tokens"] = written
        data["gen_ai.usage.cache_write.input_tokens"] = nil
        data["gen_ai.usage.output_tokens.reasoning"] = data["gen_ai.usage.reasoning.output_tokens"]
        data["gen_ai.response.streaming"] = data["gen_ai.request.stream"]
        data["gen_ai.cost.total_tokens"] = data["tollgate.cost_usd"]
        if data["gen_ai.response.model"] == nil { data["gen_ai.response.model"] = data["gen_ai.request.model"] }
        if case .integer(let seed)? = data["gen_ai.request.seed"] { data["gen_ai.request.seed"] = .string("\(seed)") }
    }
}

extension SpanAttributes {
    fileprivate func text(_ name: String) -> String? { get(name)?.encoded?.text }

    fileprivate func integer(_ name: String) -> Int64? {
        guard case .integer(let number)? = get(name)?.encoded else { return nil }
        return number
    }
}

extension SpanAttribute {
    /// As Sentry's span data has it; nil for what the API may add later.
    fileprivate var encoded: SentryValue? {
        switch self {
        case .int32(let value): .integer(Int64(value))
        case .int64(let value): .integer(value)
        case .double(let value): .number(value)
        case .bool(let value): .bool(value)
        case .string(let value): .string(value)
        case .stringConvertible(let value): .string(value.description)
        case .int32Array(let values): .array(values.map { .integer(Int64($0)) })
        case .int64Array(let values): .array(values.map { .integer($0) })
        case .doubleArray(let values): .array(values.map { .number($0) })
        case .boolArray(let values): .array(values.map { .bool($0) })
        case .stringArray(let values): .array(values.map { .string($0) })
        case .stringConvertibleArray(let values): .array(values.map { .string($0.description) })
        default: nil
        }
    }
}
