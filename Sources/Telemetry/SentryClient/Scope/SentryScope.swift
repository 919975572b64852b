import SentryProtocol
import Synchronization

/// A scope that follows structured concurrency: what is set in it holds for the work within, child tasks included.
///
/// ```swift
/// await SentryScope.with { scope in
///     scope.update { $0.user = SentryUser(id: "7") }
///     try await serve()  // whatever is captured in here, or in child tasks, knows the user
/// }
/// ```
/// A scope begins with what the one around it knows; what is set inside does not come out.
public final class SentryScope: Sendable {
    /// The scope of the calling task; nil = only the process's own.
    @TaskLocal public static var current: SentryScope?
    /// The process's own: what is set here goes into everything.
    public static let global = SentryScope(SentryScopeData())

    private let state: Mutex<SentryScopeData>

    init(_ data: SentryScopeData) { state = Mutex(data) }

    /// A copy of what it knows.
    public var data: SentryScopeData { state.withLock { $0 } }

    /// Changes what it knows.
    public func update<Result: Sendable>(_ change: (inout SentryScopeData) -> Result) -> Result {
        state.withLock { change(&$0) }
    }

    /// The session that it belongs to.
    var session: SessionMark? { state.withLock { $0.session } }

    /// Adds a breadcrumb as it is; ``SentryClient/addBreadcrumb(_:)`` is what applications call.
    func add(_ breadcrumb: SentryBreadcrumb) { state.withLock { $0.add(breadcrumb) } }

    /// A new scope that knows what the current one does.
    static func forked() -> SentryScope {
        var data = current?.data ?? SentryScopeData()
        data.trace = data.trace ?? SentryActiveTrace(SentryTraceContext())
        return SentryScope(data)
    }

    /// Runs `work` in a scope of its own.
    public static func with<Result>(_ work: (SentryScope) async throws -> Result) async rethrows -> Result {
        let scope = forked()
        return try await $current.withValue(scope) { try await work(scope) }
    }

    /// Runs `work` in a scope of its own, without waiting.
    public static func with<Result>(_ work: (SentryScope) throws -> Result) rethrows -> Result {
        let scope = forked()
        return try $current.withValue(scope) { try work(scope) }
    }
}
