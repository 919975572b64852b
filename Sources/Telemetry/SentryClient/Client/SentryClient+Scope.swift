public import SentryProtocol

extension SentryClient {
    /// Adds a breadcrumb to the calling task's scope, or to the process's own.
    public func addBreadcrumb(_ breadcrumb: @autoclosure () -> SentryBreadcrumb) {
        guard let core, options.maximumBreadcrumbs > 0 else { return }
        var breadcrumb = breadcrumb()
        breadcrumb.timestamp = breadcrumb.timestamp ?? core.clock.now()
        if let change = options.beforeBreadcrumb {
            guard let changed = change(breadcrumb) else { return }
            breadcrumb = changed
        }
        (SentryScope.current ?? .global).add(breadcrumb)
    }

    /// Changes the calling task's scope, or the process's own where there is none.
    public func configureScope(_ change: (inout SentryScopeData) -> Void) {
        guard isEnabled else { return }
        (SentryScope.current ?? .global).update { change(&$0) }
    }

    /// Counts how a request or job ended, for release health.
    public func recordSession(
        _ outcome: SentrySessionAggregates.Outcome, started: SentryTimestamp? = nil
    ) {
        guard let core, options.countsSessions, options.release != nil else { return }
        if core.sessions.add(outcome, started: started ?? core.clock.now()) { core.bell.ring() }
    }

    /// Runs a request or job in a scope of its own, and counts how it ended: `errored` where it threw, or where an error
    /// was captured within.
    ///
    /// - Parameters:
    ///   - isFailure: Whether an error that was thrown means that it failed; all do, unless told.
    ///   - work: Gets the scope.
    public func withSession<Result>(
        isFailure: (any Error) -> Bool = { _ in true }, _ work: (SentryScope) async throws -> Result
    ) async rethrows -> Result {
        guard let core else { return try await SentryScope.with(work) }
        let started = core.clock.now()
        let mark = SessionMark()
        return try await SentryScope.with { scope in
            scope.update { $0.session = mark }
            do {
                let result = try await work(scope)
                recordSession(mark.isErrored ? .errored : .exited, started: started)
                return result
            } catch {
                let failed: SentrySessionAggregates.Outcome = error is CancellationError ? .abnormal : .errored
                recordSession(mark.isErrored || isFailure(error) ? failed : .exited, started: started)
                throw error
            }
        }
    }
}
