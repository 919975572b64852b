import Ledger
import PrometheusExposition
import Synchronization

/// The metrics of the ledger's writer.
final class LedgerMetrics: Sendable {
    private let commits: Histogram
    private let journaled: Counter
    private let failed: Counter
    private let holds = Mutex<(@Sendable () -> Int)?>(nil)

    init(_ registry: PrometheusRegistry, health: @escaping @Sendable () -> LedgerHealth) {
        commits = registry.histogram(
            MetricDescription(
                "tollgate_ledger_commit_seconds", help: "Time that a batch of rows took to be committed.",
                unit: "seconds"),
            buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2])
        let failures = MetricDescription(
            "tollgate_ledger_failures_total",
            help: "Batches that were not committed: journaled to a file, or failed and kept in memory.")
        journaled = registry.counter(failures, labels: ["result": "journaled"])
        failed = registry.counter(failures, labels: ["result": "failed"])
        registry.gauge(
            MetricDescription(
                "tollgate_ledger_lag_seconds", help: "Age of the oldest row that is settled but not committed.",
                unit: "seconds")
        ) { health().lagSeconds }
        registry.gauge(MetricDescription("tollgate_holds_open", help: "Calls in flight that have a hold.")) {
            [weak self] in
            self?.holds.withLock { $0 }.map { Double($0()) }
        }
    }

    /// Where to ask for the number of open holds.
    func readHolds(_ read: @escaping @Sendable () -> Int) { holds.withLock { $0 = read } }

    func committed(seconds: Double, result: SettledBatch.Result) {
        switch result {
        case .committed: commits.observe(seconds)
        case .journaled: journaled.increment()
        case .failed: failed.increment()
        }
    }
}
