public import Logging
public import ServiceLifecycle

/// A program's tracing, put together: the tracer, and the service that exports what it records.
public struct OTLPTracing: Service {
    /// For `InstrumentationSystem.bootstrap`.
    public let tracer: OTLPTracer
    /// Spans that were given up, by reason.
    public let drops: SpanDrops
    private let processors: [BatchSpanProcessor]

    /// Tracing as `configuration` says.
    ///
    /// Throws where a certificate or key cannot be read.
    ///
    /// - Parameters:
    ///   - configuration: Exporters, sampler, propagators, limits.
    ///   - more: Pipelines beside those of the configuration, with decisions of their own.
    ///   - drops: Where dropped spans are counted.
    ///   - logger: Told of settings that were passed over, and of what could not be exported.
    public init(
        configuration: TracingConfiguration, more: [TracingPipeline] = [], drops: SpanDrops = SpanDrops(),
        logger: Logger? = nil
    ) throws(OTLPFileError) {
        for problem in configuration.problems { logger?.warning("\(problem)") }
        self.drops = drops
        let resource = Resource.detected(service: configuration.service, attributes: configuration.resource)
        var processors: [BatchSpanProcessor] = []
        for exporter in configuration.isDisabled ? [] : configuration.exporters {
            var batch = configuration.batch
            switch exporter {
            case .otlp:
                let exporter = try OTLPHTTPExporter(configuration.endpoint, resource: resource, logger: logger)
                processors.append(BatchSpanProcessor(exporter, configuration: batch, drops: drops))
            case .console:
                // A person waits for it.
                batch.scheduleDelay = min(batch.scheduleDelay, .milliseconds(500))
                processors.append(BatchSpanProcessor(ConsoleExporter(), configuration: batch, drops: drops))
            }
        }
        self.processors = processors
        let sampler = configuration.sampling.sampler
        let propagators = configuration.propagation.map { propagation -> any Propagator in
            switch propagation {
            case .traceContext: TraceContextPropagator()
            case .baggage: BaggagePropagator()
            case .sentry: SentryTracePropagator()
            }
        }
        tracer = OTLPTracer(
            pipelines: processors.map { TracingPipeline(sampler: sampler, processor: $0) }
                + (configuration.isDisabled ? [] : more),
            propagators: propagators, limits: configuration.limits, logger: logger)
    }

    /// Spans that wait for export.
    public var queued: Int { processors.reduce(0) { $0 + $1.queued } }

    /// Exports until the service ends, then what is left.
    public func run() async {
        guard !processors.isEmpty else {
            try? await gracefulShutdown()
            return
        }
        await withTaskGroup(of: Void.self) { group in
            for processor in processors { group.addTask { await processor.run() } }
        }
    }
}
