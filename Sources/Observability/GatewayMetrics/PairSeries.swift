import Ledger
import Money
import PrometheusExposition
import Usage

/// The series of one `model` and `component_type`.
final class PairSeries: Sendable {
    let model: ModelSeries
    private let input: Counter
    private let cached: Counter
    private let cacheWrite: Counter
    private let output: Counter
    private let reasoning: Counter
    private let cost: Counter
    private let succeeded: Counter
    private let failed: Counter
    private let duration: Histogram
    private let timeToFirstToken: Histogram

    init(_ registry: PrometheusRegistry, _ pair: LabelPair, model: ModelSeries, createdAt: Double) {
        self.model = model
        let labels: MetricLabels = ["model": pair.model, "component_type": pair.component]
        func counter(_ description: MetricDescription, places: Int = 0) -> Counter {
            registry.counter(description, labels: labels, decimalPlaces: places, created: createdAt)
        }
        func requests(_ status: String) -> Counter {
            registry.counter(
                CallMetricNames.requests,
                labels: ["model": pair.model, "component_type": pair.component, "status": status], created: createdAt)
        }
        input = counter(CallMetricNames.inputTokens)
        cached = counter(CallMetricNames.cachedTokens)
        cacheWrite = counter(CallMetricNames.cacheWriteTokens)
        output = counter(CallMetricNames.outputTokens)
        reasoning = counter(CallMetricNames.reasoningTokens)
        // Nano-dollars inside, dollars outside.
        cost = counter(CallMetricNames.cost, places: 9)
        succeeded = requests("ok")
        failed = requests("error")
        duration = registry.histogram(
            CallMetricNames.duration, labels: labels, buckets: CallMetricNames.secondsBuckets)
        timeToFirstToken = registry.histogram(
            CallMetricNames.timeToFirstToken, labels: labels, buckets: CallMetricNames.secondsBuckets)
    }

    /// The lines of a scrape, without those of the model.
    var lineCount: Int {
        let all: [any MetricSeries] = [
            input, cached, cacheWrite, output, reasoning, cost, succeeded, failed, duration, timeToFirstToken,
        ]
        return all.reduce(0) { $0 + $1.lineCount }
    }

    func record(_ record: borrowing UsageRecord, exemplar: Exemplar?) {
        (record.errorType == nil ? succeeded : failed).increment()
        input.increment(by: Int(record.tokens.inputTotal))
        cached.increment(by: Int(record.tokens.cachedTotal))
        cacheWrite.increment(by: Int(record.tokens.cacheWriteTotal))
        output.increment(by: Int(record.tokens.outputTotal))
        reasoning.increment(by: Int(record.tokens.reasoning))
        cost.increment(by: Int(record.knownCost.rawValue))
        duration.observe(Double(record.durationMicroseconds) / 1e6, exemplar: exemplar)
        if let microseconds = record.timeToFirstTokenMicroseconds {
            timeToFirstToken.observe(Double(microseconds) / 1e6, exemplar: exemplar)
        }
        if record.isUnpriced { model.unpriced.increment() }
        if record.clientDisconnected { model.disconnects.increment() }
        if let error = record.errorType { model.errors[error]?.increment() }
    }

    func restore(_ sum: CounterTotals) {
        let totals = sum.totals
        (sum.errorType == nil ? succeeded : failed).increment(by: Int(totals.requests))
        input.increment(by: Int(totals.inputTokens))
        cached.increment(by: Int(totals.cachedInputTokens))
        cacheWrite.increment(by: Int(totals.cacheWriteTokens))
        output.increment(by: Int(totals.outputTokens))
        reasoning.increment(by: Int(totals.reasoningTokens))
        cost.increment(by: Int(totals.cost.rawValue))
        model.unpriced.increment(by: Int(totals.unpricedRequests))
        model.disconnects.increment(by: Int(sum.clientDisconnects))
        if let error = sum.errorType { model.errors[error]?.increment(by: Int(totals.requests)) }
    }
}
