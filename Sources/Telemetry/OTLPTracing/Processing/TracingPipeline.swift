/// Where recorded spans go, and which.
public struct TracingPipeline: Sendable {
    let sampler: any Sampler
    let processor: any SpanProcessor
    let setsFlag: Bool

    /// A pipeline.
    ///
    /// - Parameters:
    ///   - sampler: Which spans it records.
    ///   - processor: Gets those that have ended.
    ///   - setsFlag: Its decision is told to others in `traceparent`. One pipeline at least should do so; a second one that
    ///     records a share of its own (error reporting, say) should not.
    public init(sampler: any Sampler, processor: any SpanProcessor, setsFlag: Bool = true) {
        self.sampler = sampler
        self.processor = processor
        self.setsFlag = setsFlag
    }
}
