import Gateway
import Ledger
import PrometheusExposition
import Synchronization
import Usage

/// The metrics of calls that have a ledger row: `ai_*`, and what the gateway took itself.
///
/// Recording takes one lock for a look-up in a dictionary and then adds to atomics; nothing is rendered, and nothing
/// is allocated for labels that were seen before.
final class CallMetrics: Sendable {
    private struct State {
        var admission = LabelAdmission(pool: 0, linesOfModel: 0, linesOfPair: 0)
        var pairs: [LabelPair: PairSeries] = [:]
        var models: [String: ModelSeries] = [:]
    }

    private let registry: PrometheusRegistry
    private let createdAt: Double
    private let state = Mutex(State())
    private let overflow: Counter
    private let overhead: Histogram
    private let releasedEarly: Counter

    init(_ registry: PrometheusRegistry, createdAt: Double) {
        self.registry = registry
        self.createdAt = createdAt
        let dropped = MetricDescription(
            "tollgate_telemetry_dropped_total", help: "Telemetry that was given up, by signal and reason.")
        // Made before the others, since every call may be counted here.
        let otherModel = ModelSeries(registry, LabelPair.other.model, createdAt: createdAt)
        let other = PairSeries(registry, .other, model: otherModel, createdAt: createdAt)
        overflow = registry.counter(dropped, labels: ["signal": "metrics", "reason": "label_cap"])
        registry.counter(dropped, labels: ["signal": "metrics", "reason": "registry_full"]) { [weak registry] in
            registry.map { Double($0.refusedSeries) }
        }
        overhead = registry.histogram(
            MetricDescription(
                "tollgate_overhead_seconds", help: "Time that the gateway itself added to a call.", unit: "seconds"),
            buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5])
        releasedEarly = registry.counter(
            MetricDescription(
                "tollgate_released_before_commit_total",
                help: "Calls whose end went out before their row was committed, because that failed or took too long."))
        state.withLock { state in
            state.pairs[.other] = other
            state.models[LabelPair.other.model] = otherModel
        }
    }

    /// Gives the labels so many lines, besides those that are there.
    func open(lines: Int) {
        state.withLock { state in
            state.admission = LabelAdmission(
                pool: lines, linesOfModel: state.models[LabelPair.other.model]?.lineCount ?? 0,
                linesOfPair: state.pairs[.other]?.lineCount ?? 0)
        }
    }

    /// Adds what the ledger has counted, the largest first, and admits its labels.
    func restore(_ totals: [CounterTotals]) {
        let sizes = Dictionary(
            totals.map { (LabelPair(model: $0.modelLabel, component: $0.componentLabel), $0.totals.requests) },
            uniquingKeysWith: +)
        let order = sizes.sorted { left, right in
            (right.value, left.key.model, left.key.component) < (left.value, right.key.model, right.key.component)
        }
        state.withLock { state in
            for (pair, _) in order {
                _ = state.admission.admit(model: pair.model, component: pair.component, restoring: true)
            }
            for sum in totals {
                let pair = state.admission.admit(
                    model: sum.modelLabel, component: sum.componentLabel, restoring: true)
                pairSeries(pair, in: &state).restore(sum)
            }
        }
    }

    /// The labels for a call, which exist from now on where the model is known.
    func admit(model: String?, component: String) -> LabelPair {
        let wanted = LabelPair(model: model ?? LabelPair.other.model, component: component)
        let pair = state.withLock { state in
            guard !state.admission.contains(wanted) else { return wanted }
            let pair = state.admission.admit(model: model, component: component)
            if model != nil { _ = pairSeries(pair, in: &state) }
            return pair
        }
        if pair != wanted { overflow.increment() }
        return pair
    }

    func settled(_ event: borrowing CallSettled) {
        let wanted = LabelPair(model: event.record.modelLabel, component: event.record.componentLabel)
        let series = state.withLock { state in
            state.pairs[wanted]
                ?? pairSeries(
                    state.admission.admit(model: wanted.model, component: wanted.component), in: &state)
        }
        let exemplar = event.span.map {
            Exemplar(traceIDHigh: $0.traceIDHigh, traceIDLow: $0.traceIDLow, spanID: $0.spanID)
        }
        series.record(event.record, exemplar: exemplar)
        overhead.observe(event.overheadSeconds)
        if !event.committedInTime { releasedEarly.increment() }
    }

    private func pairSeries(_ pair: LabelPair, in state: inout State) -> PairSeries {
        if let series = state.pairs[pair] { return series }
        let model = state.models[pair.model] ?? ModelSeries(registry, pair.model, createdAt: createdAt)
        state.models[pair.model] = model
        let series = PairSeries(registry, pair, model: model, createdAt: createdAt)
        state.pairs[pair] = series
        return series
    }
}
