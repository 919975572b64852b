import Gateway
import GatewayMetrics
import Ledger
import PrometheusExposition
import Testing
import Usage

@Suite struct EventTests {
    @Test(arguments: CallRefused.Reason.allCases) func `a refusal counts by its reason`(reason: CallRefused.Reason) {
        let metrics = makeMetrics()
        #expect(metrics.samples("tollgate_refused_requests_total").count == CallRefused.Reason.allCases.count)
        #expect(metrics.sum("tollgate_refused_requests_total") == 0)
        metrics.callRefused(CallRefused(reason: reason, status: 400))
        #expect(metrics.samples().contains("tollgate_refused_requests_total{reason=\"\(reason.rawValue)\"} 1"))
        #expect(metrics.sum("tollgate_refused_requests_total") == 1)
    }

    @Test func `attempts count by provider and outcome`() {
        let metrics = makeMetrics(providers: ["openai", "groq", "openai"])
        let outcomes = UpstreamEnded.Outcome.allCases
        #expect(metrics.samples("tollgate_upstream_requests_total").count == outcomes.count * 3)
        for outcome in outcomes {
            metrics.upstreamEnded(UpstreamEnded(provider: ProviderID(rawValue: "groq"), outcome: outcome))
        }
        metrics.upstreamEnded(UpstreamEnded(provider: ProviderID(rawValue: "unknown"), outcome: .ok))
        metrics.upstreamReconnected(provider: ProviderID(rawValue: "openai"))
        let samples = metrics.samples("tollgate_upstream")
        for outcome in outcomes {
            let labels = "provider=\"groq\",outcome=\"\(outcome.rawValue)\""
            #expect(samples.contains("tollgate_upstream_requests_total{\(labels)} 1"))
        }
        #expect(samples.contains(#"tollgate_upstream_requests_total{provider="other",outcome="ok"} 1"#))
        #expect(samples.contains(#"tollgate_upstream_reconnects_total{provider="openai"} 1"#))
        #expect(metrics.sum("tollgate_upstream_requests_total") == Double(outcomes.count + 1))
    }

    @Test func `batches count by how they ended`() {
        let metrics = makeMetrics()
        metrics.ledgerCommitted(rows: 5, seconds: 0.003, result: .committed)
        metrics.ledgerCommitted(rows: 5, seconds: 0.003, result: .journaled)
        metrics.ledgerCommitted(rows: 5, seconds: 0.003, result: .failed)
        metrics.ledgerCommitted(rows: 5, seconds: 0.003, result: .failed)
        let samples = metrics.samples("tollgate_ledger")
        #expect(samples.contains(#"tollgate_ledger_failures_total{result="journaled"} 1"#))
        #expect(samples.contains(#"tollgate_ledger_failures_total{result="failed"} 2"#))
        #expect(samples.contains(#"tollgate_ledger_commit_seconds_bucket{le="0.005"} 1"#))
        #expect(samples.contains("tollgate_ledger_commit_seconds_count 1"))
        #expect(samples.contains("tollgate_ledger_lag_seconds 0.25"))
    }

    @Test
    func `what the gateway costs and how it does is told: time it added, late event loops, what waits and is given up`()
    {
        let metrics = makeMetrics()
        settle(metrics, makeRecord(metrics, model: "gpt-4o-mini", component: "chat"))
        metrics.loopLagged(seconds: 0)
        metrics.loopLagged(seconds: 0.3)
        let traces = TelemetryMetrics(metrics, signal: "traces", reasons: ["queue_full", "shutdown"], queued: { 17 })
        traces.drop(3, reason: "queue_full")
        traces.drop(1, reason: "nobody knows this one")
        let samples = metrics.samples("tollgate_")
        #expect(samples.contains("tollgate_overhead_seconds_count 1"))
        #expect(samples.contains("tollgate_event_loop_lag_seconds_count 2"))
        #expect(samples.contains("tollgate_event_loop_lag_seconds_sum 0.3"))
        #expect(samples.contains(#"tollgate_telemetry_queued{signal="traces"} 17"#))
        #expect(samples.contains(#"tollgate_telemetry_dropped_total{signal="traces",reason="queue_full"} 3"#))
        #expect(samples.contains(#"tollgate_telemetry_dropped_total{signal="traces",reason="shutdown"} 0"#))
    }

    @Test func `open holds are asked for at each scrape`() {
        let metrics = makeMetrics()
        #expect(metrics.samples("tollgate_holds_open").isEmpty)
        metrics.holdsOpen { 7 }
        #expect(metrics.samples("tollgate_holds_open") == ["tollgate_holds_open 7"])
    }

    @Test func `the store that gateways share is exposed only where there is one`() {
        let metrics = makeMetrics()
        #expect(metrics.samples("tollgate_shared_store").isEmpty)
        metrics.sharesStore {
            SharedStoreHealth(isConnected: false, lagSeconds: 2.5, message: "away", outages: [.localLease: 3])
        }
        #expect(metrics.samples("tollgate_shared_store_up") == ["tollgate_shared_store_up 0"])
        #expect(metrics.samples("tollgate_shared_store_lag") == ["tollgate_shared_store_lag_seconds 2.5"])
        let outages = metrics.samples("tollgate_budget_outages_total")
        #expect(outages.count == SharedStoreHealth.OutageDecision.allCases.count)
        #expect(outages.contains(#"tollgate_budget_outages_total{decision="local_lease"} 3"#))
    }

    @Test func `says which version runs, and how the process does`() {
        let metrics = makeMetrics()
        #expect(metrics.samples("tollgate_build_info") == [#"tollgate_build_info{version="1.2.3"} 1"#])
        #expect(metrics.samples("process_").count == 6)
    }

    @Test func `answers in the format that is asked for`() {
        let metrics = makeMetrics()
        #expect(metrics.render(accept: nil).contentType.hasPrefix("text/plain; version=0.0.4"))
        #expect(
            metrics.render(accept: "application/openmetrics-text;version=1.0.0").contentType.hasPrefix("application/"))
    }
}
