import GenAITelemetry
public import Gateway
import Ledger
public import PrometheusExposition
import PrometheusMetrics
public import Usage

/// Counts calls under the names of OpenTelemetry's conventions too, beside the gateway's own `ai_*`.
///
/// Models are the bounded labels of those. Every call is counted, sampled or not.
public struct GenAIObserver: GatewayObserver {
    private let metrics: GenAIMetrics

    /// Label sets of one metric; what is beyond is recorded as `other`.
    private static let maximumSeries = 200

    /// Where `OTEL_METRICS_EXPORTER` names `prometheus`; otherwise nil, and nothing of it runs.
    public init?(environment: [String: String], registry: PrometheusRegistry) {
        let names = (environment["OTEL_METRICS_EXPORTER"] ?? "").lowercased().split { $0 == "," || $0 == " " }
        guard names.contains("prometheus") else { return nil }
        var configuration = PrometheusMetricsConfiguration()
        configuration.maximumSeriesPerMetric = Self.maximumSeries
        for (label, bounds) in GenAIBuckets.all { configuration.buckets[label] = HistogramBuckets(bounds) }
        metrics = GenAIMetrics(
            GenAINaming(environment: environment),
            factory: PrometheusMetricsFactory(configuration: configuration, registry: registry))
    }

    public func callSettled(_ event: borrowing CallSettled) {
        let record = event.record
        guard record.api != "unmetered" else { return }
        var request = GenAIRequest(
            GenAIOperation(api: record.api), provider: ProviderName.wellKnown(record.provider.rawValue),
            model: record.modelLabel)
        request.isStream = record.stream
        var response = GenAIResponse(record)
        // From the wire, and so without a bound.
        response.model = nil
        response.timeToFirstChunk = record.timeToFirstTokenMicroseconds.map { Double($0) / 1e6 }
        metrics.record(request, response, seconds: Double(record.durationMicroseconds) / 1e6)
    }

    public func callRefused(_ event: CallRefused) {}
    public func upstreamEnded(_ event: UpstreamEnded) {}
    public func upstreamReconnected(provider: ProviderID) {}
}
