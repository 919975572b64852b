public import SentryProtocol

/// Where reports go: the port to a Sentry client.
///
/// Called on event loops and the ledger's writer, from several threads at once; may neither block nor throw.
public struct ErrorReporter: Sendable {
    let capture: @Sendable (SentryEvent) -> Void
    let addBreadcrumb: @Sendable (SentryBreadcrumb) -> Void
    let countUnsent: @Sendable (Int) -> Void

    /// A reporter.
    ///
    /// - Parameters:
    ///   - capture: Takes an event that is complete but for what the client adds to all (release, environment, …).
    ///   - addBreadcrumb: Keeps something that later events show.
    ///   - countUnsent: Told of failures that are not reported one by one.
    public init(
        capture: @escaping @Sendable (SentryEvent) -> Void,
        addBreadcrumb: @escaping @Sendable (SentryBreadcrumb) -> Void,
        countUnsent: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.capture = capture
        self.addBreadcrumb = addBreadcrumb
        self.countUnsent = countUnsent
    }
}
