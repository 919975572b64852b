/// Takes ended spans; called on the thread that ended them, so it must not wait for anything.
public protocol SpanProcessor: Sendable {
    /// A span has ended.
    func ended(_ span: FinishedSpan)
    /// What is held back should go out soon.
    func flushSoon()
}
