import Gateway
import GatewayMetrics
import Ledger
import Money
import PrometheusExposition
import Usage

let healthy: @Sendable () -> LedgerHealth = {
    LedgerHealth(isWritable: true, rowsWaiting: 0, lagSeconds: 0.25, message: nil)
}

func makeMetrics(
    maximumLines: Int = 8_000, totals: [CounterTotals] = [], providers: [String] = ["openai"],
    known: [(model: ModelID, component: ComponentType)] = []
) -> GatewayMetrics {
    GatewayMetrics(
        version: "1.2.3", providers: providers.map { ProviderID(rawValue: $0) }, knownPairs: known,
        maximumLines: maximumLines, totals: totals, createdAt: 1_700_000_000.5, ledgerHealth: healthy)
}

/// A row under labels that `metrics` admits for `model` and `component`, as the gateway makes it.
func makeRecord(
    _ metrics: GatewayMetrics, model: String?, component: String, change: (inout UsageRecord) -> Void = { _ in }
) -> UsageRecord {
    var record = UsageRecord(
        id: CallID(rawValue: 1), startedAt: 0, provider: ProviderID(rawValue: "openai"), api: "chat.completions",
        user: .anonymous, component: ComponentType(rawValue: component))
    let labels = metrics.admit(model: model.map { ModelID(rawValue: $0) }, component: record.component)
    record.modelLabel = labels.model
    record.componentLabel = labels.component
    record.status = 200
    record.cost = .zero
    record.priceSource = .catalogue
    change(&record)
    return record
}

func settle(_ metrics: GatewayMetrics, _ record: UsageRecord) {
    metrics.callSettled(CallSettled(record: record, overheadSeconds: 0.0002, committedInTime: true))
}

/// What a ledger would have summed up of `records`.
func sums(of records: [UsageRecord]) -> [CounterTotals] {
    struct Key: Hashable {
        let model: String
        let component: String
        let error: ErrorType?
    }
    return Dictionary(grouping: records) {
        Key(model: $0.modelLabel, component: $0.componentLabel, error: $0.errorType)
    }
    .map { key, rows in
        var totals = UsageTotals()
        for row in rows { totals.add(row) }
        return CounterTotals(
            modelLabel: key.model, componentLabel: key.component, errorType: key.error, totals: totals,
            clientDisconnects: Int64(rows.count(where: \.clientDisconnected)))
    }
}

extension GatewayMetrics {
    func text(openMetrics: Bool = false) -> String {
        String(decoding: render(accept: openMetrics ? "application/openmetrics-text" : nil).body, as: UTF8.self)
    }

    /// The sample lines whose name begins with one of `names`.
    func samples(_ names: String..., openMetrics: Bool = false) -> [String] {
        text(openMetrics: openMetrics).split(separator: "\n").map(String.init).filter { line in
            !line.hasPrefix("#") && (names.isEmpty || names.contains { line.hasPrefix($0) })
        }
    }

    /// The sum over all series of a counter.
    func sum(_ name: String) -> Double {
        samples(name + "{").reduce(0) { $0 + (Double($1.split(separator: " ").last ?? "") ?? .nan) }
    }
}

/// Values that somebody may send to break an exposition, or whoever reads it.
let hostileValues: [String] = [
    "a\"b", "back\\slash", "new\nline", "\r\n", "\u{0}", "{le=\"+Inf\"} 1", "# EOF\n", "\u{2028}", "é\u{301}", "日本",
    "a,b=\"c\"", "\\n", "\\\"", " ", "\t", "NaN", "__name__", "le", "\u{202e}rtl", "🧨", "\u{fffd}", "a\u{0}b",
    "a\u{fffd}b",
]
