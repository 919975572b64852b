import Gateway
import GatewayMetrics
import Ledger
import PrometheusExposition
import Money
import Testing
import Usage

@Suite struct RestoreTests {
    private static let counters = [
        "ai_tokens_input_total", "ai_tokens_output_total", "ai_tokens_cached_total", "ai_tokens_cache_write_total",
        "ai_tokens_reasoning_total", "ai_cost_dollars_total", "ai_requests_total", "ai_request_errors_total",
        "ai_unpriced_requests_total", "ai_client_disconnects_total",
    ]

    /// The samples of the ledger's counters that are not 0, `_created` included where the series has one.
    private func counters(_ metrics: GatewayMetrics) -> [String] {
        metrics.samples(openMetrics: true).filter { line in
            Self.counters.contains { line.hasPrefix($0 + "{") } && !line.hasSuffix(" 0")
        }
    }

    private func busyRecords(_ metrics: GatewayMetrics, models: Int, components: Int) -> [UsageRecord] {
        var records: [UsageRecord] = []
        for index in 0..<models * components * 2 {
            let record = makeRecord(
                metrics, model: index % 11 == 3 ? nil : "model-\(index % models)",
                component: "component-\(index / models % components)"
            ) { record in
                record.tokens.input = Int64(index)
                record.tokens.cachedAudioInput = 7
                record.tokens.cacheWrite5m = 2
                record.tokens.reasoning = 1
                record.knownCost = NanoUSD(rawValue: Int64(index) * 1_001)
                record.errorType = index % 5 == 0 ? ErrorType.allCases[index % ErrorType.allCases.count] : nil
                record.clientDisconnected = index % 7 == 0
                if index % 9 == 0 { record.cost = nil }
            }
            records.append(record)
            settle(metrics, record)
        }
        return records
    }

    @Test(arguments: [500, 2_000, 8_000, 100_000]) func `counters go on where the ledger stands`(lines: Int) {
        let before = makeMetrics(maximumLines: lines)
        let records = busyRecords(before, models: 12, components: 9)
        let after = makeMetrics(maximumLines: lines, totals: sums(of: records).shuffled())
        #expect(counters(before).count > 8)
        #expect(counters(after) == counters(before))
        let record = makeRecord(after, model: "model-1", component: "component-1")
        settle(after, record)
        #expect(after.sum("ai_requests_total") == Double(records.count + 1))
    }

    @Test func `every counter of the ledger was created with it`() {
        let first = makeMetrics()
        let metrics = makeMetrics(totals: sums(of: busyRecords(first, models: 2, components: 2)))
        _ = metrics.admit(model: ModelID(rawValue: "born-later"), component: ComponentType(rawValue: "c"))
        let created = metrics.samples(openMetrics: true).filter { line in
            Self.counters.contains { line.hasPrefix($0.dropLast(5) + "created{") }
        }
        #expect(created.count > 50)
        #expect(created.allSatisfy { $0.hasSuffix(" 1700000000.5") })
        #expect(created.contains { $0.contains("born-later") })
        let histograms = metrics.samples("ai_request_duration_seconds_created{", openMetrics: true)
        #expect(!histograms.isEmpty && histograms.allSatisfy { !$0.hasSuffix(" 1700000000.5") })
    }

    @Test func `histograms and refusals start again`() {
        let first = makeMetrics()
        let metrics = makeMetrics(totals: sums(of: busyRecords(first, models: 2, components: 2)))
        #expect(metrics.samples("ai_request_duration_seconds_count").allSatisfy { $0.hasSuffix(" 0") })
    }

    @Test func `with less room than before nothing is lost, only its name`() {
        let before = makeMetrics(maximumLines: 8_000)
        let records = busyRecords(before, models: 10, components: 8)
        let after = makeMetrics(maximumLines: 1_500, totals: sums(of: records))
        for name in Self.counters { #expect(abs(after.sum(name) - before.sum(name)) < 1e-9, "\(name)") }
        #expect(after.registry.lineCount <= 1_500)
        #expect(after.samples("ai_requests_total{").count < before.samples("ai_requests_total{").count)
    }
}
