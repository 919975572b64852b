public import Gateway
public import Ledger
public import PrometheusExposition
public import Usage

/// Renders what the gateway and the ledger do into the metrics of CONTRACTS.md "Metrics".
///
/// One value per process. It is the observer of both, and it is what bounds the `model` and `component_type` labels:
/// rows store the labels that it admitted, and it restores the counters from those rows at the next start, with the
/// ledger's own birth as `_created`. Queries must be right for series that begin later, too: a pair of labels that
/// was never seen before exists at 0 from the beginning of its first call, which a scrape may miss.
///
/// The number of lines is bounded by construction: a pair's lines are set aside before it is admitted, and what does
/// not fit is counted as `other`.
public final class GatewayMetrics: Sendable {
    /// What is exposed; further metrics of the process may be registered here.
    public let registry: PrometheusRegistry

    let calls: CallMetrics
    let refusals: RefusalMetrics
    let upstreams: UpstreamMetrics
    let ledger: LedgerMetrics
    let loops: Histogram

    /// Metrics that go on where `totals` stop.
    ///
    /// - Parameters:
    ///   - version: For `tollgate_build_info`.
    ///   - providers: The configured ones; their series exist at 0 from the start.
    ///   - knownPairs: Label pairs that exist at 0 from the start, besides those of `totals`.
    ///   - maximumLines: Of a scrape, in either format, comments included.
    ///   - totals: All that the ledger has counted.
    ///   - createdAt: When the ledger was made, seconds since 1970.
    ///   - ledgerHealth: Asked at each scrape.
    public init(
        version: String, providers: [ProviderID], knownPairs: [(model: ModelID, component: ComponentType)] = [],
        maximumLines: Int = 8_000, totals: [CounterTotals], createdAt: Double,
        ledgerHealth: @escaping @Sendable () -> LedgerHealth
    ) {
        registry = PrometheusRegistry(maximumLines: maximumLines)
        // In the order in which they would be given up, should there be room for a few lines only.
        calls = CallMetrics(registry, createdAt: createdAt)
        ledger = LedgerMetrics(registry, health: ledgerHealth)
        refusals = RefusalMetrics(registry)
        loops = registry.histogram(
            MetricDescription(
                "tollgate_event_loop_lag_seconds", help: "How late an event loop came to its timer.", unit: "seconds"),
            buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1])
        registry.gauge(
            MetricDescription("tollgate_build_info", help: "The version that runs; always 1."),
            labels: ["version": version]
        ).set(1)
        registry.registerProcessMetrics()
        upstreams = UpstreamMetrics(registry, providers: providers)
        // A tenth stays free for what is registered later.
        calls.open(lines: maximumLines - maximumLines / 10 - registry.lineCount)
        calls.restore(totals)
        for pair in knownPairs { _ = calls.admit(model: pair.model.rawValue, component: pair.component.rawValue) }
    }

    /// The whole exposition, in the format that an `Accept` field prefers (nil: the request has none), compressed where
    /// `Accept-Encoding` takes it.
    public func render(accept: String?, acceptEncoding: String? = nil) -> ScrapeAnswer {
        registry.scrape(accept: accept, acceptEncoding: acceptEncoding)
    }

    /// Says where the number of open holds is to be asked for at each scrape.
    public func holdsOpen(_ read: @escaping @Sendable () -> Int) {
        ledger.readHolds(read)
    }

    /// Says where the state of the store that gateways share is to be asked for at each scrape.
    public func sharesStore(_ read: @escaping @Sendable () -> SharedStoreHealth) {
        SharedStoreMetrics.register(registry, read)
    }
}

extension GatewayMetrics: LabelAdmitting {
    public func admit(model: ModelID?, component: ComponentType) -> (model: String, component: String) {
        let pair = calls.admit(model: model?.rawValue, component: component.rawValue)
        return (pair.model, pair.component)
    }
}

extension GatewayMetrics: GatewayObserver {
    public func callSettled(_ event: borrowing CallSettled) { calls.settled(event) }
    public func callRefused(_ event: CallRefused) { refusals.refused(event) }
    public func upstreamEnded(_ event: UpstreamEnded) { upstreams.ended(event) }
    public func upstreamReconnected(provider: ProviderID) { upstreams.reconnected(provider) }
    public func loopLagged(seconds: Double) { loops.observe(seconds) }
}

extension GatewayMetrics: LedgerObserver {
    public func ledgerCommitted(rows: Int, seconds: Double, result: SettledBatch.Result) {
        ledger.committed(seconds: seconds, result: result)
    }
}
