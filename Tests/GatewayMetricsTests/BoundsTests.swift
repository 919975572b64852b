import Gateway
import GatewayMetrics
import Ledger
import PrometheusExposition
import Testing
import Usage

@Suite struct BoundsTests {
    @Test(arguments: [600, 2_000, 8_000]) func `a flood of names stays within the lines`(lines: Int) {
        let metrics = makeMetrics(maximumLines: lines)
        for index in 0..<4_000 {
            settle(metrics, makeRecord(metrics, model: "m\(index % 50)", component: "hostile-\(index)"))
        }
        for index in 0..<1_000 {
            settle(metrics, makeRecord(metrics, model: "hostile-\(index)", component: "c"))
        }
        for openMetrics in [true, false] {
            #expect(metrics.text(openMetrics: openMetrics).split(separator: "\n").count <= lines)
        }
        #expect(metrics.sum("ai_requests_total") == 5_000)
        #expect(metrics.registry.refusedSeries == 0)
        #expect(
            metrics.sum(#"tollgate_telemetry_dropped_total{signal="metrics",reason="label_cap"}"#.droppingLabels) > 0)
    }

    @Test func `a flood of components leaves room for models`() {
        let metrics = makeMetrics()
        for index in 0..<3_000 {
            settle(metrics, makeRecord(metrics, model: "m", component: "hostile-\(index)"))
        }
        for model in 0..<20 {
            let labels = metrics.admit(
                model: ModelID(rawValue: "real-\(model)"), component: ComponentType(rawValue: "hostile-0"))
            #expect(labels == ("real-\(model)", model < 12 ? "hostile-0" : labels.component))
        }
    }

    @Test func `a usual plan fits without other`() {
        let metrics = makeMetrics(providers: ["openai", "anthropic", "gemini"])
        for model in 0..<12 {
            for component in 0..<8 {
                let labels = metrics.admit(
                    model: ModelID(rawValue: "model-\(model)"), component: ComponentType(rawValue: "c\(component)"))
                #expect(labels == ("model-\(model)", "c\(component)"))
            }
        }
        #expect(metrics.registry.lineCount < 8_000)
    }

    @Test func `very little room still counts everything`() {
        let metrics = makeMetrics(maximumLines: 1)
        settle(metrics, makeRecord(metrics, model: "m", component: "c"))
        metrics.callRefused(CallRefused(reason: .malformed, status: 400))
        #expect(metrics.text() == "")
        let small = makeMetrics(maximumLines: 500, providers: (0..<60).map { "provider-\($0)" })
        settle(small, makeRecord(small, model: "m", component: "c"))
        #expect(small.sum("ai_requests_total") == 1)
        #expect(small.text(openMetrics: true).split(separator: "\n").count <= 500)
    }

    @Test func `long and empty values are other`() {
        let metrics = makeMetrics()
        let long = String(repeating: "x", count: 1025)
        let fits = String(repeating: "y", count: 1024)
        #expect(
            metrics.admit(model: ModelID(rawValue: long), component: ComponentType(rawValue: "c")) == ("other", "c"))
        #expect(
            metrics.admit(model: ModelID(rawValue: "m"), component: ComponentType(rawValue: long)) == ("m", "other"))
        #expect(metrics.admit(model: ModelID(rawValue: fits), component: ComponentType(rawValue: fits)) == (fits, fits))
        #expect(
            metrics.admit(model: ModelID(rawValue: ""), component: ComponentType(rawValue: "")) == ("other", "other"))
    }

    @Test func `labels that were never admitted are bounded all the same`() {
        let metrics = makeMetrics(maximumLines: 1_000)
        for index in 0..<1_000 {
            var record = makeRecord(metrics, model: "m", component: "c")
            record.modelLabel = "never-admitted-\(index)"
            record.componentLabel = "neither-\(index)"
            settle(metrics, record)
        }
        #expect(metrics.sum("ai_requests_total") == 1_000)
        #expect(metrics.text(openMetrics: true).split(separator: "\n").count <= 1_000)
    }
}

extension String {
    /// The name before the labels.
    fileprivate var droppingLabels: String { String(prefix { $0 != "{" }) }
}
