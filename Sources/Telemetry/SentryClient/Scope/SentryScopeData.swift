public import SentryProtocol

/// What is known where something happens: it goes into the events that are captured there.
public struct SentryScopeData: Sendable {
    public var user: SentryUser?
    public var tags: [String: String] = [:]
    public var extra: [String: SentryValue] = [:]
    public var contexts: [String: SentryValue] = [:]
    /// How events are grouped; empty = by stack.
    public var fingerprint: [String] = []
    /// In place of an event's own level.
    public var level: SentryLevel?
    /// The route or job; never a raw path.
    public var transaction: String?
    public var request: SentryRequest?
    /// The trace; made when the scope was, and passed on by scopes below.
    public var trace: SentryActiveTrace?
    /// Change an event or drop it (nil), in order; called on the client's own task.
    public var processors: [@Sendable (SentryEvent, SentryHint) -> SentryEvent?] = []
    /// Hears that an error was captured; see ``SentryClient/withSession(_:)``.
    var session: SessionMark?
    private var kept: [SentryBreadcrumb] = []

    /// The most breadcrumbs.
    static let maximumBreadcrumbs = 100

    /// Nothing known.
    public init() {}

    /// The last 100, oldest first.
    public var breadcrumbs: ArraySlice<SentryBreadcrumb> { kept.suffix(Self.maximumBreadcrumbs) }

    /// Adds one; the oldest goes where there are 100.
    public mutating func add(_ breadcrumb: SentryBreadcrumb) {
        // Twice as many are kept before the older half goes, so that adding one rarely moves the others.
        if kept.count == 2 * Self.maximumBreadcrumbs { kept.removeFirst(Self.maximumBreadcrumbs) }
        kept.append(breadcrumb)
    }

    /// Forgets the breadcrumbs.
    public mutating func clearBreadcrumbs() { kept = [] }

    /// What an event gets of this scope and the one around it: the inner one wins.
    func merged(over outer: SentryScopeData) -> SentryScopeData {
        var result = self
        result.user = user ?? outer.user
        result.tags = outer.tags.merging(tags) { $1 }
        result.extra = outer.extra.merging(extra) { $1 }
        result.contexts = outer.contexts.merging(contexts) { $1 }
        if fingerprint.isEmpty { result.fingerprint = outer.fingerprint }
        result.level = level ?? outer.level
        result.transaction = transaction ?? outer.transaction
        result.request = request ?? outer.request
        result.trace = trace ?? outer.trace
        result.processors = outer.processors + processors
        if kept.isEmpty {
            result.kept = outer.kept
        } else if !outer.kept.isEmpty {
            let all = Array(outer.breadcrumbs + breadcrumbs)
            result.kept = all.sorted { ($0.timestamp?.microseconds ?? 0) < ($1.timestamp?.microseconds ?? 0) }
                .suffix(Self.maximumBreadcrumbs)
        }
        return result
    }
}
