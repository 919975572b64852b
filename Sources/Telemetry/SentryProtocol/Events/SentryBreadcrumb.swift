/// Something that happened before.
public struct SentryBreadcrumb: Sendable, Hashable {
    public var timestamp: SentryTimestamp?
    /// `default`, `http`, `query`, `navigation`, `error` and so on: how Sentry shows it.
    public var type: String?
    /// Where from, in dotted words.
    public var category: String?
    public var level: SentryLevel?
    public var message: String?
    public var data: [String: SentryValue] = [:]

    /// A breadcrumb; the client sets the time.
    public init(
        _ message: String?, category: String? = nil, level: SentryLevel? = .info, data: [String: SentryValue] = [:]
    ) {
        self.message = message
        self.category = category
        self.level = level
        self.data = data
    }

    var encoded: SentryValue {
        .fields([
            "timestamp": timestamp?.encoded, "type": type.encoded, "category": category.encoded,
            "level": level.map { .string($0.rawValue) },
            "message": message.map { .string(SentryLimits.cut($0, SentryLimits.breadcrumb)) },
            "data": SentryValue.values(data),
        ])
    }
}
