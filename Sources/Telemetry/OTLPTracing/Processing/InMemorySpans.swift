import Synchronization

/// Keeps ended spans, for tests.
public final class InMemorySpans: SpanProcessor {
    private let spans = Mutex<[FinishedSpan]>([])

    /// Keeps nothing yet.
    public init() {}

    /// What has ended, in this order.
    public var finished: [FinishedSpan] { spans.withLock { $0 } }

    /// Forgets what has ended.
    public func clear() { spans.withLock { $0 = [] } }

    public func ended(_ span: FinishedSpan) { spans.withLock { $0.append(span) } }

    public func flushSoon() {}
}
