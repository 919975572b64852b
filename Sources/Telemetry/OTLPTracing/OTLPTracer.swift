public import Instrumentation
public import Logging
public import Tracing

/// A tracer for swift-distributed-tracing that gives ended spans to pipelines, each with its own sampling decision.
///
/// ```swift
/// let tracing = OTLPTracing(configuration: .init(environment: ProcessInfo.processInfo.environment), logger: logger)
/// InstrumentationSystem.bootstrap(tracing.tracer)
/// // … and run `tracing` in a ServiceGroup: it exports, and flushes at the end.
/// ```
/// Starting and ending a span takes no lock but the span's own and its pipelines' queues, and never waits for an exporter.
public final class OTLPTracer: Tracer {
    private let pipelines: [TracingPipeline]
    private let propagators: [any Propagator]
    private let limits: SpanLimits
    private let ids = IDGenerator()
    private let logger: Logger?

    /// A tracer.
    ///
    /// - Parameters:
    ///   - pipelines: At most 8; what is beyond is left out. None = spans are not recorded, contexts are passed on.
    ///   - propagators: In this order; a later one adds to what an earlier one has read.
    ///   - limits: What a span may hold; what is beyond is counted on it.
    ///   - logger: Told once of a span that has met its limits.
    public init(
        pipelines: [TracingPipeline],
        propagators: [any Propagator] = [TraceContextPropagator(), BaggagePropagator()],
        limits: SpanLimits = SpanLimits(), logger: Logger? = nil
    ) {
        self.pipelines = Array(pipelines.prefix(8))
        self.propagators = propagators
        self.limits = limits
        self.logger = logger
    }

    public func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> TracingSpan {
        let context = context()
        let parent = context.spanContext
        let spanContext = child(of: parent, name: operationName, kind: kind)
        guard spanContext.decisions != 0 else {
            return TracingSpan(spanContext, in: context, tracer: self, limits: limits)
        }
        let start = instant().nanosecondsSinceEpoch
        return TracingSpan(
            spanContext, in: context, tracer: self, limits: limits, name: operationName, kind: kind, parent: parent,
            start: start)
    }

    /// A new span's identity below `parent`, with each pipeline's decision.
    ///
    /// For those who measure themselves and tell of whole spans with ``record(_:)``.
    public func child(of parent: SpanContext?, name: String, kind: SpanKind) -> SpanContext {
        let traceID = parent?.traceID ?? ids.traceID()
        var decisions: UInt8 = 0
        // Bit 1 says that whoever began the trace made its id at random; it is passed on, and not set here, as older
        // receivers know bit 0 only.
        var flags: UInt8 = parent.map { $0.flags & SpanContext.randomFlag } ?? 0
        var bit: UInt8 = 1
        for pipeline in pipelines {
            let candidate = SamplingCandidate(
                traceID: traceID, name: name, kind: kind,
                parent: parent.map { parent in
                    SamplingCandidate.Parent(
                        isSampled: parent.isRemote ? parent.isSampled : parent.decisions & bit != 0,
                        isRemote: parent.isRemote)
                })
            if pipeline.sampler.samples(candidate) {
                decisions |= bit
                if pipeline.setsFlag { flags |= 1 }
            }
            bit <<= 1
        }
        if pipelines.isEmpty, let parent { flags = parent.flags }
        return SpanContext(
            traceID: traceID, spanID: ids.spanID(), flags: flags, traceState: parent?.traceState ?? .empty,
            isRemote: false, decisions: decisions)
    }

    /// Whether a pipeline wants the span of this context.
    public func isRecorded(_ context: SpanContext) -> Bool { context.decisions != 0 }

    /// Gives a span that was measured elsewhere to the pipelines that decided for its context.
    public func record(_ span: FinishedSpan) {
        guard span.context.decisions != 0 else { return }
        process(limits.applied(to: span))
    }

    func process(_ span: FinishedSpan) {
        if span.droppedAttributes + span.droppedEvents + span.droppedLinks > 0 {
            logger?.warning(
                "A span holds less than it was given; see the limits (OTEL_SPAN_*_LIMIT).",
                metadata: [
                    "span": "\(span.name)", "attributes": "\(span.droppedAttributes)",
                    "events": "\(span.droppedEvents)", "links": "\(span.droppedLinks)",
                ])
        }
        var bit: UInt8 = 1
        for pipeline in pipelines {
            if span.context.decisions & bit != 0 { pipeline.processor.ended(span) }
            bit <<= 1
        }
    }

    /// Asks the processors to export what they have, without waiting for it.
    public func forceFlush() {
        for pipeline in pipelines { pipeline.processor.flushSoon() }
    }

    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        extract(into: &context) { extractor.extract(key: $0, from: carrier) }
    }

    public func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        inject(context) { injector.inject($1, forKey: $0, into: &carrier) }
    }

    /// Reads the fields that `field` finds by lower-case name into `context`.
    public func extract(into context: inout ServiceContext, field: (String) -> String?) {
        for propagator in propagators { propagator.extract(into: &context, field: field) }
    }

    /// Gives the fields that carry `context` to `set`.
    public func inject(_ context: ServiceContext, set: (_ name: String, _ value: String) -> Void) {
        for propagator in propagators { propagator.inject(context, set: set) }
    }
}
