import Gateway
import GatewayMetrics
import Ledger
import Money
import PrometheusExposition
import Testing
import Usage

@Suite struct CallMetricsTests {
    @Test func `a call moves every metric of its labels`() {
        let metrics = makeMetrics()
        let record = makeRecord(metrics, model: "gpt-4o-mini", component: "chat") { record in
            record.tokens.input = 100
            record.tokens.cachedInput = 20
            record.tokens.cacheWrite1h = 3
            record.tokens.output = 40
            record.tokens.reasoning = 5
            record.cost = NanoUSD(rawValue: 123_456)
            record.knownCost = NanoUSD(rawValue: 123_456)
            record.durationMicroseconds = 700_000
            record.timeToFirstTokenMicroseconds = 60_000
        }
        settle(metrics, record)
        let failed = makeRecord(metrics, model: "gpt-4o-mini", component: "chat") { record in
            record.errorType = .rateLimit
            record.clientDisconnected = true
            record.durationMicroseconds = 10_000
        }
        metrics.callSettled(CallSettled(record: failed, overheadSeconds: 3, committedInTime: false))
        let labels = #"model="gpt-4o-mini",component_type="chat""#
        let expected = [
            #"ai_client_disconnects_total{model="gpt-4o-mini"} 1"#,
            "ai_cost_dollars_total{\(labels)} 0.000123456",
            #"ai_request_errors_total{model="gpt-4o-mini",error_type="rate_limit"} 1"#,
            #"ai_request_errors_total{model="gpt-4o-mini",error_type="timeout"} 0"#,
            #"ai_request_duration_seconds_bucket{\#(labels),le="0.05"} 1"#,
            #"ai_request_duration_seconds_bucket{\#(labels),le="0.5"} 1"#,
            #"ai_request_duration_seconds_bucket{\#(labels),le="1.0"} 2"#,
            #"ai_request_duration_seconds_bucket{\#(labels),le="160.0"} 2"#,
            #"ai_request_duration_seconds_bucket{\#(labels),le="+Inf"} 2"#,
            "ai_request_duration_seconds_sum{\(labels)} 0.71",
            "ai_request_duration_seconds_count{\(labels)} 2",
            #"ai_requests_total{\#(labels),status="error"} 1"#,
            #"ai_requests_total{\#(labels),status="ok"} 1"#,
            #"ai_time_to_first_token_seconds_bucket{\#(labels),le="0.1"} 1"#,
            "ai_time_to_first_token_seconds_count{\(labels)} 1",
            "ai_tokens_cache_write_total{\(labels)} 3",
            "ai_tokens_cached_total{\(labels)} 20",
            "ai_tokens_input_total{\(labels)} 123",
            "ai_tokens_output_total{\(labels)} 45",
            "ai_tokens_reasoning_total{\(labels)} 5",
            #"ai_unpriced_requests_total{model="gpt-4o-mini"} 0"#,
            #"tollgate_overhead_seconds_bucket{le="0.00025"} 1"#,
            #"tollgate_overhead_seconds_bucket{le="2.5"} 1"#,
            "tollgate_overhead_seconds_count 2",
            "tollgate_released_before_commit_total 1",
        ]
        let samples = Set(metrics.samples())
        for line in expected { #expect(samples.contains(line), "\(line)") }
    }

    @Test func `the buckets are those of the contract`() {
        let bounds = makeMetrics().samples("ai_request_duration_seconds_bucket{model=\"other\"").map {
            $0.split(separator: "\"").dropLast().last ?? ""
        }
        #expect(
            bounds == [
                "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "20.0", "40.0", "80.0", "160.0", "+Inf",
            ])
    }

    @Test func `unpriced calls count the part that has a price`() {
        let metrics = makeMetrics()
        settle(
            metrics,
            makeRecord(metrics, model: "m", component: "c") { record in
                record.cost = nil
                record.knownCost = NanoUSD(rawValue: 5)
                record.priceSource = .none
            })
        settle(metrics, makeRecord(metrics, model: "m", component: "c") { $0.priceSource = .fallback })
        #expect(
            metrics.samples("ai_unpriced_requests_total{model=\"m\"") == [#"ai_unpriced_requests_total{model="m"} 2"#])
        #expect(metrics.sum("ai_cost_dollars_total") == 0.000000005)
    }

    @Test func `known labels exist at 0, and those of a call from its beginning`() {
        let metrics = makeMetrics(
            known: [(ModelID(rawValue: "configured"), ComponentType(rawValue: "unspecified"))])
        #expect(
            metrics.samples(#"ai_requests_total{model="configured""#) == [
                #"ai_requests_total{model="configured",component_type="unspecified",status="error"} 0"#,
                #"ai_requests_total{model="configured",component_type="unspecified",status="ok"} 0"#,
            ])
        #expect(metrics.samples(#"ai_request_errors_total{model="configured""#).count == ErrorType.allCases.count)
        _ = metrics.admit(model: ModelID(rawValue: "new"), component: ComponentType(rawValue: "c"))
        #expect(metrics.samples(#"ai_requests_total{model="new""#).allSatisfy { $0.hasSuffix(" 0") })
        #expect(metrics.samples(#"ai_requests_total{model="new""#).count == 2)
    }

    @Test func `a call without a model is other, under its component`() {
        let metrics = makeMetrics()
        let labels = metrics.admit(model: nil, component: ComponentType(rawValue: "chat"))
        #expect(labels == ("other", "chat"))
        settle(metrics, makeRecord(metrics, model: nil, component: "chat"))
        #expect(
            metrics.samples(#"ai_requests_total{model="other",component_type="chat""#) == [
                #"ai_requests_total{model="other",component_type="chat",status="error"} 0"#,
                #"ai_requests_total{model="other",component_type="chat",status="ok"} 1"#,
            ])
    }

    @Test func `events from several threads are all counted`() async {
        let metrics = makeMetrics()
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<4 {
                group.addTask {
                    for index in 0..<2_000 {
                        settle(metrics, makeRecord(metrics, model: "m\(index % 7)", component: "c\(thread)"))
                    }
                }
            }
            group.addTask { for _ in 0..<20 { _ = metrics.render(accept: nil) } }
        }
        #expect(metrics.sum("ai_requests_total") == 8_000)
        #expect(metrics.samples("ai_requests_total{").count == 2 * (28 + 1))
    }
}
