import ControlPlane
import Ledger
import Logging
import Money
import PrometheusExposition
import Usage

/// 2026-11-22T18:13:27.123456Z, in microseconds.
let noon: Int64 = 1_795_371_207_123_456

/// A row number `number`, made `number` seconds after `noon`.
func record(
    _ number: Int64, user: String = "alice", component: String = "chat", model: String = "gpt-4o-mini",
    nanos: Int64? = 125_000
) -> UsageRecord {
    var record = UsageRecord(
        id: CallID(rawValue: 1_000_000 + number), startedAt: noon + number * 1_000_000,
        provider: ProviderID(rawValue: "openai"), api: "chat.completions", user: UserID(rawValue: user),
        component: ComponentType(rawValue: component))
    record.requestModel = ModelID(rawValue: model)
    record.responseModel = ModelID(rawValue: model)
    record.status = 200
    record.tokens.input = 10
    record.tokens.cachedInput = 5
    record.tokens.output = 7
    record.tokens.reasoning = 2
    record.cost = nanos.map { NanoUSD(rawValue: $0) }
    record.knownCost = record.cost ?? .zero
    record.priceSource = nanos == nil ? .none : .catalogue
    record.usageSource = .reported
    record.durationMicroseconds = 12_345
    return record
}

/// A metrics registry with one line, which tells what it was asked.
struct FakeMetrics: MetricsRendering {
    func render(accept: String?, acceptEncoding: String?) -> ScrapeAnswer {
        ScrapeAnswer(format: .text, body: Array("up 1 # \(accept ?? "none")\n".utf8), acceptEncoding: acceptEncoding)
    }
}

/// A control plane over `ledger` as of `noon`.
func controlPlane(
    _ ledger: any LedgerReading, token: String? = nil, policy: PolicyParts = PolicyParts(), tunnel: ErrorTunnel? = nil,
    reasons: [String] = [],
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
) -> ControlPlane {
    ControlPlane(
        configuration: ControlPlaneConfiguration(
            port: 0, adminToken: token.map(AdminToken.init), shutdownGrace: .milliseconds(200)), ledger: ledger,
        policy: policy.controlPlane,
        metrics: FakeMetrics(), tunnel: tunnel,
        readiness: { reasons }, now: { noon }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        onListening: onListening)
}
