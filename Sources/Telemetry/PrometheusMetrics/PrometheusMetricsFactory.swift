public import CoreMetrics
public import PrometheusExposition

/// A backend for swift-metrics that exposes what is recorded to Prometheus.
///
/// ```swift
/// let factory = PrometheusMetricsFactory()
/// MetricsSystem.bootstrap(factory)
/// // … and where the scraper comes:
/// let answer = factory.registry.scrape(accept: accept, acceptEncoding: acceptEncoding)
/// ```
/// Names and dimensions may hold anything: characters that Prometheus does not allow become `_`, and what cannot be
/// exposed at all (a reserved dimension, a name that is taken by another type, other dimensions than before) is
/// recorded into a handle that is exposed nowhere, and told to the logger. Nothing traps.
public struct PrometheusMetricsFactory: MetricsFactory {
    /// What is exposed; metrics may be registered here directly, too.
    public let registry: PrometheusRegistry
    private let configuration: PrometheusMetricsConfiguration
    private let counters = HandleTable<CounterHandle>()
    private let doubleCounters = HandleTable<DoubleCounterHandle>()
    private let gauges = HandleTable<GaugeHandle>()
    private let recorders = HandleTable<RecorderHandle>()
    private let timers = HandleTable<TimerHandle>()
    private let overflow: PrometheusExposition.Counter

    /// A backend with a registry of its own.
    public init(configuration: PrometheusMetricsConfiguration = .init()) {
        let problems = ProblemLog(logger: configuration.logger)
        self.init(
            configuration: configuration,
            registry: PrometheusRegistry(maximumLines: configuration.maximumLines) { problems.report($0) })
    }

    /// A backend that registers in `registry`, which also decides about lines and is told of problems.
    public init(configuration: PrometheusMetricsConfiguration = .init(), registry: PrometheusRegistry) {
        self.configuration = configuration
        self.registry = registry
        overflow = registry.counter(
            MetricDescription(
                "metrics_overflow_total",
                help: "Requests for a label set beyond a metric's limit, which were given the label value \"other\"."))
    }

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counters.handle(label, dimensions, limit: configuration.maximumSeriesPerMetric, overflow) { labels, isShared in
            CounterHandle(
                registry.counter(description(label), labels: labels),
                HandleIdentity(MetricName.sanitized(label), labels, isShared: isShared), configuration.exemplar)
        }
    }

    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        doubleCounters.handle(label, dimensions, limit: configuration.maximumSeriesPerMetric, overflow) {
            labels, isShared in
            DoubleCounterHandle(
                registry.doubleCounter(description(label), labels: labels),
                HandleIdentity(MetricName.sanitized(label), labels, isShared: isShared), configuration.exemplar)
        }
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return gauge(label, dimensions) }
        return recorders.handle(label, dimensions, limit: configuration.maximumSeriesPerMetric, overflow) {
            labels, isShared in
            let buckets = configuration.buckets[label] ?? configuration.valueBuckets
            return RecorderHandle(
                registry.histogram(description(label), labels: labels, buckets: buckets),
                HandleIdentity(MetricName.sanitized(label), labels, isShared: isShared), configuration.exemplar)
        }
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        timers.handle(label, dimensions, limit: configuration.maximumSeriesPerMetric, overflow) { labels, isShared in
            let description = description(label, unit: "seconds")
            let buckets = configuration.buckets[label] ?? configuration.durationBuckets
            return TimerHandle(
                registry.histogram(description, labels: labels, buckets: buckets),
                HandleIdentity(description.name, labels, isShared: isShared), configuration.exemplar)
        }
    }

    public func destroyCounter(_ handler: any CounterHandler) { counters.remove(handler, from: registry) }

    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
        doubleCounters.remove(handler, from: registry)
    }

    public func destroyMeter(_ handler: any MeterHandler) { gauges.remove(handler, from: registry) }

    public func destroyRecorder(_ handler: any RecorderHandler) {
        recorders.remove(handler, from: registry)
        gauges.remove(handler, from: registry)
    }

    public func destroyTimer(_ handler: any TimerHandler) { timers.remove(handler, from: registry) }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeHandle {
        gauges.handle(label, dimensions, limit: configuration.maximumSeriesPerMetric, overflow) { labels, isShared in
            GaugeHandle(
                registry.gauge(description(label), labels: labels),
                HandleIdentity(MetricName.sanitized(label), labels, isShared: isShared))
        }
    }

    /// With `unit` as the last part of the name (prometheus/docs, `practices/naming.md`).
    private func description(_ label: String, unit: String? = nil) -> MetricDescription {
        var name = MetricName.sanitized(label)
        if let unit, !name.hasSuffix("_" + unit) { name += "_" + unit }
        return MetricDescription(name, help: configuration.help[label] ?? "The metric \(label).", unit: unit)
    }
}
