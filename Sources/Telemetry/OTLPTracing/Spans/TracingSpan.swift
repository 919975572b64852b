import Synchronization
public import Tracing

/// A span of ``OTLPTracer``: recorded where a pipeline wants it, otherwise only an identity that is passed on.
public final class TracingSpan: Tracing.Span {
    /// What work below it is to run in; made when it is asked for, as most spans have none below them.
    public var context: ServiceContext {
        var context = outer
        context.spanContext = spanContext
        return context
    }

    /// What the span was started in.
    private let outer: ServiceContext
    /// Who it is.
    public let spanContext: SpanContext
    let isRecorded: Bool
    let kind: SpanKind
    let parent: SpanContext?
    /// Nanoseconds since 1970.
    let start: UInt64
    // In the span itself, not in an object of their own: that saves an allocation a span.
    let state: Mutex<SpanState>
    let attributeState: Mutex<SpanAttributeState>
    let limits: SpanLimits
    private let tracer: OTLPTracer

    /// A span that nobody records.
    init(_ spanContext: SpanContext, in outer: ServiceContext, tracer: OTLPTracer, limits: SpanLimits) {
        self.spanContext = spanContext
        self.outer = outer
        self.tracer = tracer
        self.limits = limits
        isRecorded = false
        kind = .internal
        parent = nil
        start = 0
        state = Mutex(SpanState(name: "", hasEnded: true))
        attributeState = Mutex(SpanAttributeState(values: SpanAttributes.none))
    }

    /// A span that begins at `start`.
    init(
        _ spanContext: SpanContext, in outer: ServiceContext, tracer: OTLPTracer, limits: SpanLimits, name: String,
        kind: SpanKind, parent: SpanContext?, start: UInt64
    ) {
        self.spanContext = spanContext
        self.outer = outer
        self.tracer = tracer
        self.limits = limits
        isRecorded = true
        self.kind = kind
        self.parent = parent
        self.start = start
        state = Mutex(SpanState(name: name, hasEnded: false))
        var attributes = SpanAttributes.none
        attributes.reserveCapacity(12)
        attributeState = Mutex(SpanAttributeState(values: attributes))
    }

    /// False where nobody records it, and after its end.
    public var isRecording: Bool { !state.withLock { $0.hasEnded } }

    /// The name; empty where the span is not recorded.
    public var operationName: String {
        get { state.withLock { $0.name } }
        set { update { $0.name = newValue } }
    }

    public func setStatus(_ status: SpanStatus) {
        record(status)
    }

    public func addEvent(_ event: SpanEvent) { record(event) }

    public func addLink(_ link: SpanLink) { record(link) }

    /// Adds the event `exception` (opentelemetry-specification, `trace/exceptions.md`); its message is what the error
    /// says of itself.
    public func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        guard isRecorded else { return }
        var all: SpanAttributes = [
            "exception.type": .string(String(reflecting: type(of: error))),
            "exception.message": .string(String(describing: error)),
        ]
        all.merge(attributes)
        record(SpanEvent(name: "exception", at: instant(), attributes: all))
    }

    public var attributes: SpanAttributes {
        get { attributeState.withLock { $0.values } }
        set {
            guard isRecorded else { return }
            _ = takeAttributes()
            var attributes = newValue
            putAttributes(&attributes)
        }
        _modify {
            guard isRecorded else {
                var nowhere = SpanAttributes.none
                yield &nowhere
                return
            }
            var attributes = takeAttributes()
            yield &attributes
            putAttributes(&attributes)
        }
    }

    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        guard isRecorded, let span = finish(at: instant().nanosecondsSinceEpoch) else { return }
        tracer.process(span)
    }
}
