/// Sends ended spans somewhere; called by one task at a time.
public protocol SpanExporter: Sendable {
    /// Sends spans; returns when they are delivered or given up, soon after the task is cancelled.
    func export(_ spans: [FinishedSpan]) async -> ExportResult
    /// Nothing more will come.
    func shutdown() async
}

/// What has become of an export.
public enum ExportResult: Sendable, Hashable {
    /// Delivered; so many of them the other side did not take.
    case exported(rejected: Int)
    /// Given up as a whole.
    case failed(SpanDrops.Reason)
}
