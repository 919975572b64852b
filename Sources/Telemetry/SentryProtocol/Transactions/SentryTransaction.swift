/// One request, job or other piece of work with its spans (SD `foundations/envelopes/event-payloads/transaction.mdx`).
public struct SentryTransaction: Sendable, Hashable {
    public var id: SentryEventID
    /// As `GET /users/{id}`; never a raw path.
    public var name: String
    public var source: SentryTransactionSource
    public var start: SentryTimestamp
    public var end: SentryTimestamp
    public var trace: SentryTraceContext
    public var spans: [SentrySpan] = []
    /// Spans that were given up before.
    public var droppedSpans = 0
    public var serverName: String?
    public var release: String?
    public var distribution: String?
    public var environment: String?
    public var tags: [String: String] = [:]
    public var extra: [String: SentryValue] = [:]
    public var contexts: [String: SentryValue] = [:]
    public var breadcrumbs: [SentryBreadcrumb] = []
    public var measurements: [String: SentryMeasurement] = [:]
    public var user: SentryUser?
    public var request: SentryRequest?
    public var sdk: SentrySDKInfo?
    /// Of the trace it belongs to; goes into the envelope's header.
    public var dynamicSampling: SentryDynamicSamplingContext?

    /// A transaction; an end before the start becomes the start.
    public init(
        id: SentryEventID = SentryEventID(), name: String, source: SentryTransactionSource, start: SentryTimestamp,
        end: SentryTimestamp, trace: SentryTraceContext
    ) {
        self.id = id
        self.name = name
        self.source = source
        self.start = start
        self.end = max(start, end)
        self.trace = trace
    }

    /// As Sentry takes it.
    public var encoded: SentryValue {
        var contexts = contexts
        contexts["trace"] = trace.encoded
        return .fields([
            "type": "transaction", "event_id": .string("\(id)"), "platform": "native",
            "transaction": .string(
                name.isEmpty ? "<unlabeled transaction>" : SentryLimits.cut(name, SentryLimits.name)),
            "transaction_info": ["source": .string(source.rawValue)],
            "start_timestamp": start.encoded, "timestamp": max(start, end).encoded,
            "spans": .array(spans.prefix(SentryLimits.spans).map { $0.encoded }),
            "server_name": serverName.encoded, "release": release.encoded, "dist": distribution.encoded,
            "environment": environment.encoded, "tags": SentryValue.texts(SentryLimits.tags(tags)),
            "extra": SentryValue.values(extra), "contexts": .object(contexts),
            "breadcrumbs": SentryValue.list(breadcrumbs.map { $0.encoded }),
            "measurements": measurements.isEmpty ? nil : .object(measurements.mapValues { $0.encoded }),
            "user": user?.encoded, "request": request?.encoded, "sdk": sdk?.encoded,
        ])
    }

    /// The payload within Sentry's limit of 1 MiB: spans are left out from the end, then all but the essence.
    public func payload(limit: Int = 1 << 20) -> [UInt8]? {
        var transaction = self
        var bytes = transaction.encoded.json
        while bytes.count > limit, !transaction.spans.isEmpty {
            transaction.spans = Array(transaction.spans.prefix(transaction.spans.count / 2))
            bytes = transaction.encoded.json
        }
        if bytes.count > limit {
            transaction.extra = [:]
            transaction.contexts = [:]
            transaction.breadcrumbs = []
            transaction.request = nil
            transaction.trace.data = [:]
            bytes = transaction.encoded.json
        }
        return bytes.count <= limit ? bytes : nil
    }
}

/// A number that a transaction carries, with its unit (`second`, `byte`, `none`).
public struct SentryMeasurement: Sendable, Hashable {
    public var value: Double
    public var unit: String

    /// A number of `unit`.
    public init(_ value: Double, unit: String = "none") {
        self.value = value
        self.unit = unit
    }

    var encoded: SentryValue { ["value": .number(value), "unit": .string(unit)] }
}
