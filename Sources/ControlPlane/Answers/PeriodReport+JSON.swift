import Ledger
import Money
import Usage

extension JSONWriter {
    /// The report; `complete`: no other gateway has calls of these hours.
    mutating func period(_ report: PeriodReport, complete: Bool) {
        let span = report.query.span
        object { json in
            json.key("since")
            json.string(Timestamp.text(microseconds: span.startMicroseconds))
            json.key("until")
            json.string(Timestamp.text(microseconds: span.endMicroseconds))
            json.key("currency")
            json.string("USD")
            json.key("complete")
            json.boolean(complete)
            json.key("total")
            json.object { $0.sums(report.total) }
            json.key("before")
            json.object { $0.sums(report.before) }
            json.latency("duration_ms", report.durations)
            json.latency("time_to_first_token_ms", report.firstTokens)
            json.latency("duration_before_ms", report.durationsBefore)
            json.latency("time_to_first_token_before_ms", report.firstTokensBefore)
            json.list("users", report.users) { json, entry in
                json.key("user_id")
                json.string(entry.user.rawValue)
                json.sums(entry.totals)
            }
            json.key("more_users")
            json.boolean(report.hasMoreUsers)
            json.list("models", report.models) { json, entry in
                json.key("provider")
                json.string(entry.provider.rawValue)
                json.key("model")
                json.string(entry.model.rawValue)
                json.sums(entry.totals)
            }
            json.list("components", report.components) { json, entry in
                json.key("component_type")
                json.string(entry.component.rawValue)
                json.sums(entry.totals)
            }
            json.list("errors_by_type", report.errors) { json, entry in
                json.key("error_type")
                json.string(entry.type.rawValue)
                json.key("requests")
                json.integer(entry.requests)
            }
            json.key("bucket")
            json.string(report.query.hoursABucket == 1 ? "hour" : "day")
            json.list("series", report.series) { json, entry in
                json.key("start")
                json.string(Timestamp.text(microseconds: Int64(entry.hour) * HourSpan.microsecondsAnHour))
                json.sums(entry.totals)
            }
        }
    }

    private mutating func list<Entry>(
        _ name: String, _ entries: [Entry], _ members: (inout JSONWriter, Entry) -> Void
    ) {
        key(name)
        array { json in
            for entry in entries { json.object { members(&$0, entry) } }
        }
    }

    private mutating func sums(_ totals: UsageTotals) {
        key("cost_usd")
        money(totals.cost)
        let counts = [
            ("requests", totals.requests), ("errors", totals.errors), ("unpriced_requests", totals.unpricedRequests),
            ("input_tokens", totals.inputTokens), ("cached_input_tokens", totals.cachedInputTokens),
            ("cache_write_tokens", totals.cacheWriteTokens), ("output_tokens", totals.outputTokens),
            ("reasoning_tokens", totals.reasoningTokens),
        ]
        for (name, count) in counts {
            key(name)
            integer(count)
        }
    }

    private mutating func latency(_ name: String, _ histogram: LatencyHistogram) {
        key(name)
        object { json in
            json.key("count")
            json.integer(histogram.total)
            for (name, permille) in [("p50", 500), ("p95", 950), ("p99", 990)] as [(String, Int64)] {
                json.key(name)
                json.milliseconds(histogram.quantile(permille: permille))
            }
        }
    }
}
