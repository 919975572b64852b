/// An error or message (SD `foundations/envelopes/event-payloads/index.mdx`).
public struct SentryEvent: Sendable, Hashable {
    public var id: SentryEventID
    public var timestamp: SentryTimestamp
    public var platform = "native"
    public var level: SentryLevel?
    public var logger: String?
    /// The route or job in which it happened; never a raw path.
    public var transaction: String?
    public var serverName: String?
    public var release: String?
    public var distribution: String?
    public var environment: String?
    public var message: SentryMessage?
    /// **Oldest first**: the cause of all, … the error that was captured.
    public var exceptions: [SentryException] = []
    public var threads: [SentryThread] = []
    public var images: [SentryDebugImage] = []
    /// How events are grouped into issues; empty = by stack, `{{ default }}` = as Sentry would.
    public var fingerprint: [String] = []
    public var tags: [String: String] = [:]
    public var extra: [String: SentryValue] = [:]
    public var modules: [String: String] = [:]
    /// By name; `trace` comes from ``trace``.
    public var contexts: [String: SentryValue] = [:]
    public var trace: SentryTraceContext?
    public var breadcrumbs: [SentryBreadcrumb] = []
    public var user: SentryUser?
    public var request: SentryRequest?
    public var sdk: SentrySDKInfo?

    /// An event that says nothing yet.
    public init(id: SentryEventID = SentryEventID(), at timestamp: SentryTimestamp, level: SentryLevel? = .error) {
        self.id = id
        self.timestamp = timestamp
        self.level = level
    }

    /// As Sentry takes it.
    public var encoded: SentryValue {
        var contexts = contexts
        if let trace { contexts["trace"] = trace.encoded }
        return .fields([
            "event_id": .string("\(id)"), "timestamp": timestamp.encoded, "platform": .string(platform),
            "level": level.map { .string($0.rawValue) }, "logger": logger.encoded,
            "transaction": transaction.map { .string(SentryLimits.cut($0, SentryLimits.name)) },
            "server_name": serverName.encoded, "release": release.encoded, "dist": distribution.encoded,
            "environment": environment.encoded, "logentry": message?.encoded,
            "exception": SentryValue.list(exceptions.map { $0.encoded }),
            "threads": SentryValue.list(threads.map { $0.encoded }),
            "debug_meta": images.isEmpty ? nil : ["images": .array(images.map { $0.encoded })],
            "fingerprint": fingerprint.isEmpty ? nil : .array(fingerprint.map { .string($0) }),
            "tags": SentryValue.texts(SentryLimits.tags(tags)), "extra": SentryValue.values(extra),
            "modules": SentryValue.texts(modules), "contexts": SentryValue.values(contexts),
            "breadcrumbs": SentryValue.list(breadcrumbs.map { $0.encoded }), "user": user?.encoded,
            "request": request?.encoded, "sdk": sdk?.encoded,
        ])
    }
}
