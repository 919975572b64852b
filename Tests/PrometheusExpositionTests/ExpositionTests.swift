import PrometheusExposition
import Testing

@Suite struct ExpositionTests {
    /// One of everything, with hostile text.
    static func registry() -> PrometheusRegistry {
        let registry = PrometheusRegistry()
        let hostile = "a\"b\\c\nd,{}=\u{e9}\u{0}"
        let requests = metric("http_requests_total", help: "A \"quoted\" back\\slash\nand a line.")
        registry.counter(requests, labels: ["path": "/z", "code": "200"], created: 1_700_000_000.25).increment(by: 3)
        registry.counter(requests, labels: ["code": "500", "path": hostile], initial: 7, created: 1_700_000_000)
            .increment()
        registry.counter(
            metric("cost_dollars_total", unit: "dollars"), decimalPlaces: 9, initial: 1_500_000_000, created: 1.5
        ).increment(by: 1)
        registry.doubleCounter(metric("energy_joules", unit: "joules"), created: 2).increment(by: 0.1)
        registry.gauge(metric("temperature_celsius", unit: "celsius")).set(-3.25)
        registry.gauge(metric("queue_length")) { 4 }
        registry.gauge(metric("absent")) { nil }
        let histogram = registry.histogram(
            metric("latency_seconds", unit: "seconds"), labels: ["api": "chat"], buckets: [1, 0.05, 160], created: 3)
        for value in [0.01, 0.05, 0.5, 1, 1_000] { histogram.observe(value) }
        return registry
    }

    @Test func `writes text 0_0_4`() {
        #expect(
            Self.registry().text() == #"""
                # HELP absent Help.
                # TYPE absent gauge
                # HELP cost_dollars_total Help.
                # TYPE cost_dollars_total counter
                cost_dollars_total 1.500000001
                # HELP energy_joules_total Help.
                # TYPE energy_joules_total counter
                energy_joules_total 0.1
                # HELP http_requests_total A "quoted" back\\slash\nand a line.
                # TYPE http_requests_total counter
                http_requests_total{path="/z",code="200"} 3
                http_requests_total{path="a\"b\\c\nd,{}=é�",code="500"} 8
                # HELP latency_seconds Help.
                # TYPE latency_seconds histogram
                latency_seconds_bucket{api="chat",le="0.05"} 2
                latency_seconds_bucket{api="chat",le="1.0"} 4
                latency_seconds_bucket{api="chat",le="160.0"} 4
                latency_seconds_bucket{api="chat",le="+Inf"} 5
                latency_seconds_sum{api="chat"} 1001.56
                latency_seconds_count{api="chat"} 5
                # HELP queue_length Help.
                # TYPE queue_length gauge
                queue_length 4
                # HELP temperature_celsius Help.
                # TYPE temperature_celsius gauge
                temperature_celsius -3.25

                """#)
    }

    @Test func `writes OpenMetrics 1_0`() {
        #expect(
            Self.registry().text(.openMetrics) == #"""
                # TYPE absent gauge
                # HELP absent Help.
                # TYPE cost_dollars counter
                # UNIT cost_dollars dollars
                # HELP cost_dollars Help.
                cost_dollars_total 1.500000001
                cost_dollars_created 1.5
                # TYPE energy_joules counter
                # UNIT energy_joules joules
                # HELP energy_joules Help.
                energy_joules_total 0.1
                energy_joules_created 2
                # TYPE http_requests counter
                # HELP http_requests A \"quoted\" back\\slash\nand a line.
                http_requests_total{path="/z",code="200"} 3
                http_requests_created{path="/z",code="200"} 1700000000.25
                http_requests_total{path="a\"b\\c\nd,{}=é�",code="500"} 8
                http_requests_created{path="a\"b\\c\nd,{}=é�",code="500"} 1700000000
                # TYPE latency_seconds histogram
                # UNIT latency_seconds seconds
                # HELP latency_seconds Help.
                latency_seconds_bucket{api="chat",le="0.05"} 2
                latency_seconds_bucket{api="chat",le="1.0"} 4
                latency_seconds_bucket{api="chat",le="160.0"} 4
                latency_seconds_bucket{api="chat",le="+Inf"} 5
                latency_seconds_sum{api="chat"} 1001.56
                latency_seconds_count{api="chat"} 5
                latency_seconds_created{api="chat"} 3
                # TYPE queue_length gauge
                # HELP queue_length Help.
                queue_length 4
                # TYPE temperature_celsius gauge
                # UNIT temperature_celsius celsius
                # HELP temperature_celsius Help.
                temperature_celsius -3.25
                # EOF

                """#)
    }

    @Test func `the order does not depend on who came first`() {
        let forwards = PrometheusRegistry()
        let backwards = PrometheusRegistry()
        let names = (0..<40).map { ("m\($0 % 7)_total", "v\($0)") }
        for (name, value) in names { _ = forwards.counter(metric(name), labels: ["l": value], created: 1) }
        for (name, value) in names.reversed() { _ = backwards.counter(metric(name), labels: ["l": value], created: 1) }
        for format in ExpositionFormat.allCases { #expect(forwards.text(format) == backwards.text(format)) }
    }

    static let numbers: [(Double, String)] = [
        (0, "0"), (-0.0, "-0"), (1, "1"), (0.1, "0.1"), (1e21, "1e+21"), (.leastNonzeroMagnitude, "5e-324"),
        (1.0 / 3, "0.3333333333333333"),
        (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (123_456_789.125, "123456789.125"),
    ]

    @Test(arguments: numbers) func `numbers are shortest, and read back`(value: Double, text: String) {
        let registry = PrometheusRegistry()
        registry.gauge(metric("g")).set(value)
        #expect(registry.samples() == ["g \(text)"])
    }

    static let scaled: [(Int, Int, String)] = [
        (0, 9, "0"), (1, 9, "0.000000001"), (1_000_000_000, 9, "1"), (1_234_567_890, 9, "1.23456789"),
        (Int.max, 9, "9223372036.854775807"), (15, 1, "1.5"), (15, 0, "15"), (100, 2, "1"),
        (7, 18, "0.000000000000000007"),
    ]

    @Test(arguments: scaled) func `counters with decimal places are exact`(value: Int, places: Int, text: String) {
        let registry = PrometheusRegistry()
        _ = registry.counter(metric("c"), decimalPlaces: places, initial: value)
        #expect(registry.samples() == ["c_total \(text)"])
    }
}
