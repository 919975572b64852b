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
    private let recording: SpanRecording?
    private let tracer: OTLPTracer

    init(_ spanContext: SpanContext, in outer: ServiceContext, recording: SpanRecording?, tracer: OTLPTracer) {
        self.spanContext = spanContext
        self.outer = outer
        self.recording = recording
        self.tracer = tracer
    }

    /// False where nobody records it, and after its end.
    public var isRecording: Bool { recording.map { !$0.hasEnded } ?? false }

    /// The name; empty where the span is not recorded.
    public var operationName: String {
        get { recording?.name ?? "" }
        set { recording?.name = newValue }
    }

    public func setStatus(_ status: SpanStatus) {
        recording?.update { span in
            // "Ok" is final, and a later "error" replaces an earlier one (opentelemetry-specification, `trace/api.md`).
            if span.status?.code != .ok { span.status = status }
        }
    }

    public func addEvent(_ event: SpanEvent) { recording?.add(event) }

    public func addLink(_ link: SpanLink) { recording?.add(link) }

    /// Adds the event `exception` (opentelemetry-specification, `trace/exceptions.md`); its message is what the error
    /// says of itself.
    public func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        guard let recording else { return }
        var all: SpanAttributes = [
            "exception.type": .string(String(reflecting: type(of: error))),
            "exception.message": .string(String(describing: error)),
        ]
        all.merge(attributes)
        recording.add(SpanEvent(name: "exception", at: instant(), attributes: all))
    }

    public var attributes: SpanAttributes {
        get { recording?.attributes ?? [:] }
        set {
            guard let recording else { return }
            _ = recording.takeAttributes()
            recording.putAttributes(newValue)
        }
        _modify {
            guard let recording else {
                var nowhere: SpanAttributes = [:]
                yield &nowhere
                return
            }
            var attributes = recording.takeAttributes()
            yield &attributes
            recording.putAttributes(attributes)
        }
    }

    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        guard let recording, let span = recording.end(at: instant().nanosecondsSinceEpoch) else { return }
        tracer.process(span)
    }
}
