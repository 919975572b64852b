import OTLPTracing

/// Keeps ended spans until the first span of their request or job in this process has ended, too.
///
/// Spans of one trace that belong to different requests are told apart by their parents. What is kept is bounded: when
/// there are too many, the trace that came first is given up.
struct SpanGathering {
    /// Spans kept at most.
    static let maximumSpans = 10_000

    /// What has come together.
    struct Gathered {
        var root: FinishedSpan
        /// Those below it, in the order in which they ended.
        var spans: [FinishedSpan]
    }

    private var traces: [TraceID: [FinishedSpan]] = [:]
    private var order: [TraceID] = []
    private(set) var count = 0

    /// Takes a span: a transaction where it completes one, and how many spans were given up.
    mutating func add(_ span: FinishedSpan) -> (complete: Gathered?, dropped: Int) {
        let id = span.context.traceID
        guard span.parent?.isRemote ?? true else {
            if traces[id] == nil { order.append(id) }
            traces[id, default: []].append(span)
            count += 1
            return (nil, trim())
        }
        guard let waiting = traces[id] else { return (Gathered(root: span, spans: []), 0) }
        let below = Self.descendants(of: span.context.spanID, in: waiting)
        var rest: [FinishedSpan] = []
        var own: [FinishedSpan] = []
        for each in waiting {
            if below.contains(each.context.spanID) { own.append(each) } else { rest.append(each) }
        }
        count -= own.count
        if rest.isEmpty {
            traces[id] = nil
            order.removeAll { $0 == id }
        } else {
            traces[id] = rest
        }
        return (Gathered(root: span, spans: own), 0)
    }

    private mutating func trim() -> Int {
        var dropped = 0
        while count > Self.maximumSpans, let oldest = order.first {
            order.removeFirst()
            let gone = traces.removeValue(forKey: oldest)?.count ?? 0
            count -= gone
            dropped += gone
        }
        return dropped
    }

    private static func descendants(of root: SpanID, in spans: [FinishedSpan]) -> Set<SpanID> {
        var children: [SpanID: [SpanID]] = [:]
        for span in spans {
            if let parent = span.parent { children[parent.spanID, default: []].append(span.context.spanID) }
        }
        var found: Set<SpanID> = []
        var open = children[root] ?? []
        while let next = open.popLast() {
            guard found.insert(next).inserted else { continue }
            open += children[next] ?? []
        }
        return found
    }
}
