import SentryProtocol

extension SentryClient {
    /// Runs a job in a scope of its own, reports it where it fails, and counts it for release health.
    ///
    /// ```swift
    /// try await sentry.withJob(SentryJob("emails.send", queue: "mail", id: message.id), headers: message.headers) { _ in
    ///     try await send(message)
    /// }
    /// ```
    /// An error that comes out of `work` is an unhandled event under the job's name; it is thrown on as it was. Neither
    /// cancellation nor an error after which the job will be tried again is one: only the last try tells. Where no tracer
    /// is at work, the job goes on with the trace that its message names.
    ///
    /// - Parameters:
    ///   - job: What runs.
    ///   - headers: The message's header fields, as ``traceHeaders(baggage:)`` made them where it was published; names in
    ///     lower case.
    ///   - willRetry: Whether the job will be tried again after an error; may be asked more than once.
    ///   - work: The job itself, in a scope of its own.
    /// - Returns: What `work` returns.
    public func withJob<Result>(
        _ job: SentryJob, headers: [String: String] = [:], willRetry: (any Error) -> Bool = { _ in false },
        _ work: (SentryScope) async throws -> Result
    ) async rethrows -> Result {
        guard isEnabled else { return try await SentryScope.with(work) }
        return try await withSession(isFailure: { !willRetry($0) }) { scope in
            scope.update { job.describe(in: &$0) }
            if options.activeTrace?() == nil {
                scope.continueTrace(sentryTrace: headers[SentryTraceHeader.name], baggage: headers["baggage"])
            }
            do {
                return try await work(scope)
            } catch {
                if !(error is CancellationError), !willRetry(error) {
                    capture(error, mechanism: SentryMechanism("job", isHandled: false))
                }
                throw error
            }
        }
    }
}
