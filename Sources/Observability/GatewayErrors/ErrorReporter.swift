public import SentryProtocol

/// Where reports go: the port to a Sentry client.
///
/// Called on event loops and the ledger's writer, from several threads at once; may neither block nor throw.
public struct ErrorReporter: Sendable {
    let capture: @Sendable (SentryEvent) -> Void
    let addBreadcrumb: @Sendable (SentryBreadcrumb) -> Void
    let countUnsent: @Sendable (Int) -> Void
    let recordSession: @Sendable (SentrySessionAggregates.Outcome, SentryTimestamp) -> Void

    /// A reporter.
    ///
    /// - Parameters:
    ///   - capture: Takes an event that is complete but for what the client adds to all (release, environment, …).
    ///   - addBreadcrumb: Keeps something that later events show.
    ///   - countUnsent: Told of failures that are not reported one by one.
    ///   - recordSession: Told how each request ended, and when it began: release health.
    public init(
        capture: @escaping @Sendable (SentryEvent) -> Void,
        addBreadcrumb: @escaping @Sendable (SentryBreadcrumb) -> Void,
        countUnsent: @escaping @Sendable (Int) -> Void = { _ in },
        recordSession: @escaping @Sendable (SentrySessionAggregates.Outcome, SentryTimestamp) -> Void = { _, _ in }
    ) {
        self.capture = capture
        self.addBreadcrumb = addBreadcrumb
        self.countUnsent = countUnsent
        self.recordSession = recordSession
    }
}
