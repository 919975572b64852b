/// Keeps spans until their trace's first span of this process has ended.
struct TraceAssembly {
    /// Spans kept at most; beyond, the traces that came first are let go unfinished.
    static let maximumSpans = 4_096

    private var traces: [TraceID: [FinishedSpan]] = [:]
    private var order: [TraceID] = []
    private var count = 0

    /// Traces that are complete now, or that there is no more room for.
    mutating func add(_ spans: [FinishedSpan]) -> [[FinishedSpan]] {
        var complete: [TraceID] = []
        for span in spans {
            let id = span.context.traceID
            if traces[id] == nil { order.append(id) }
            traces[id, default: []].append(span)
            count += 1
            if span.parent?.isRemote ?? true, !complete.contains(id) { complete.append(id) }
        }
        var result = complete.compactMap { take($0) }
        while count > Self.maximumSpans, let oldest = order.first, let trace = take(oldest) { result.append(trace) }
        return result
    }

    /// All that is kept, oldest first.
    mutating func takeAll() -> [[FinishedSpan]] {
        order.compactMap { take($0) }
    }

    private mutating func take(_ id: TraceID) -> [FinishedSpan]? {
        guard let trace = traces.removeValue(forKey: id) else { return nil }
        order.removeAll { $0 == id }
        count -= trace.count
        return trace
    }
}
