import PrometheusExposition
import Testing

@Suite struct RegistryTests {
    @Test func `the same name and labels give the same handle`() {
        let registry = PrometheusRegistry()
        let first = registry.counter(metric("a_total"), labels: ["x": "1", "y": "2"])
        #expect(registry.counter(metric("a_total"), labels: ["y": "2", "x": "1"]) === first)
        #expect(registry.counter(metric("a"), labels: ["x": "1", "y": "2"]) === first)
        #expect(registry.counter(metric("a_total"), labels: ["x": "1", "y": "3"]) !== first)
        #expect(registry.samples().count == 2)
    }

    @Test(arguments: ["", "1a", "a-b", "a.b", "a b", "\u{e9}", "a\n", "_total\""])
    func `an invalid name gives a handle that is not exposed`(name: String) {
        let problems = Problems()
        let registry = problems.registry()
        registry.counter(metric(name)).increment()
        registry.gauge(metric(name)).set(1)
        registry.histogram(metric(name)).observe(1)
        #expect(problems.all == [.invalidName, .invalidName, .invalidName])
        #expect(registry.text() == "")
        #expect(MetricName.isValid(MetricName.sanitized(name)))
    }

    @Test(arguments: ["le", "quantile", "__name__", "", "1", "a-b", "a:b", "\u{e9}"])
    func `a reserved or invalid label gives a handle that is not exposed`(label: String) {
        let problems = Problems()
        let registry = problems.registry()
        registry.counter(metric("a_total"), labels: MetricLabels([(name: label, value: "v")])).increment()
        registry.histogram(metric("h"), labels: MetricLabels([(name: label, value: "v")])).observe(1)
        _ = registry.gauge(metric("g"), labels: MetricLabels([(name: "x", value: "1"), (name: "x", value: "2")]))
        #expect(problems.all == [.invalidName, .invalidName, .invalidName])
        #expect(registry.text() == "")
    }

    @Test func `a name that is taken is told, and never traps`() {
        let problems = Problems()
        let registry = problems.registry()
        registry.counter(metric("a_total"), labels: ["x": "1"]).increment()
        registry.histogram(metric("h"), buckets: [1, 2]).observe(1)
        registry.gauge(metric("a_total")).set(5)
        registry.gauge(metric("a")).set(5)
        registry.gauge(metric("a_created")).set(5)
        registry.gauge(metric("h_count")).set(5)
        registry.counter(metric("h_bucket_total")).increment()
        registry.doubleCounter(metric("a_total"), labels: ["x": "1"]).increment(by: 5)
        #expect(
            problems.all == [.typeConflict, .typeConflict, .typeConflict, .typeConflict, .typeConflict, .typeConflict])
        registry.counter(metric("a_total"), labels: ["y": "1"]).increment(by: 5)
        registry.counter(metric("a_total")).increment(by: 5)
        registry.histogram(metric("h"), buckets: [1, 3]).observe(1)
        #expect(problems.all.suffix(3) == [.shapeConflict, .shapeConflict, .shapeConflict])
        #expect(
            registry.samples() == [
                #"a_total{x="1"} 1"#, #"h_bucket{le="1.0"} 1"#, #"h_bucket{le="2.0"} 1"#, #"h_bucket{le="+Inf"} 1"#,
                "h_sum 1", "h_count 1",
            ])
    }

    @Test func `a wrong unit is told, and left out`() {
        let problems = Problems()
        let registry = problems.registry()
        registry.gauge(metric("a_bytes", unit: "seconds")).set(1)
        #expect(problems.all == [.unitMismatch])
        #expect(registry.text(.openMetrics) == "# TYPE a_bytes gauge\n# HELP a_bytes Help.\na_bytes 1\n# EOF\n")
    }

    @Test func `removes a series, and the metric with its last one`() {
        let registry = PrometheusRegistry()
        let first = registry.counter(metric("a_total"), labels: ["x": "1"], created: 1)
        _ = registry.counter(metric("a_total"), labels: ["x": "2"], created: 1)
        #expect(registry.remove("a_total", labels: ["x": "1"]))
        #expect(!registry.remove("a_total", labels: ["x": "1"]))
        #expect(!registry.remove("b_total"))
        first.increment()
        #expect(registry.samples() == [#"a_total{x="2"} 0"#])
        #expect(registry.remove("a_total", labels: ["x": "2"]))
        #expect(registry.text(.openMetrics) == "# EOF\n")
        #expect(registry.lineCount == 1)
        registry.gauge(metric("a")).set(1)
        #expect(registry.samples() == ["a 1"])
        registry.removeAll()
        #expect(registry.text() == "" && registry.lineCount == 1)
    }

    @Test func `counts its lines, and refuses what is too many`() {
        let problems = Problems()
        let registry = problems.registry(maximumLines: 60)
        for index in 0..<100 {
            _ = registry.counter(metric("c\(index % 3)_total"), labels: ["x": "\(index)"])
            registry.histogram(metric("h_seconds", unit: "seconds"), labels: ["x": "\(index)"], buckets: [1]).observe(1)
            registry.gauge(metric("g"), labels: ["x": "\(index)"]).set(1)
            #expect(registry.text(.openMetrics).split(separator: "\n").count == registry.lineCount)
        }
        #expect(registry.lineCount <= 60 && registry.lineCount > 50)
        #expect(registry.refusedSeries == problems.all.count)
        #expect(Set(problems.all) == [.full])
        #expect(registry.text().split(separator: "\n").count < 60)
    }

    @Test func `restores a counter`() {
        let registry = PrometheusRegistry()
        let counter = registry.counter(metric("a_total"), initial: 41, created: 12.5)
        counter.increment()
        #expect(registry.samples(.openMetrics) == ["a_total 42", "a_created 12.5"])
        #expect(registry.counter(metric("a_total"), initial: 7).value == 42)
    }

    @Test func `a counter never falls`() {
        let registry = PrometheusRegistry()
        let whole = registry.counter(metric("a_total"), initial: -5)
        whole.increment(by: -1)
        whole.increment(by: 0)
        #expect(whole.value == 0)
        let double = registry.doubleCounter(metric("b_total"), initial: .nan)
        for amount in [-1, .nan, .infinity, -.infinity, 0.5] { double.increment(by: amount) }
        #expect(double.value == 0.5)
        registry.counter(metric("c_total")) { -3 }
        registry.counter(metric("d_total")) { .nan }
        #expect(registry.samples() == ["a_total 0", "b_total 0.5", "c_total 0", "d_total 0"])
    }

    @Test(arguments: ExpositionFormat.allCases)
    func `a help text may hold anything, but for what ends Prometheus' input`(format: ExpositionFormat) {
        let registry = PrometheusRegistry()
        registry.counter(MetricDescription("a_total", help: "a\\b\"c\nd\u{0}e\r\u{e9}")).increment()
        var output: [UInt8] = []
        registry.emit(format, into: &output)
        let quote = format == .openMetrics ? "\\\"" : "\""
        let name = format == .openMetrics ? "a" : "a_total"
        let lines = String(decoding: output, as: UTF8.self).utf8.split(separator: 0x0A).map { String(Substring($0)) }
        #expect(
            lines.contains {
                $0.unicodeScalars.elementsEqual("# HELP \(name) a\\\\b\(quote)c\\nd\u{FFFD}e\r\u{e9}".unicodeScalars)
            })
        #expect(!output.contains(0))
    }

    @Test func `a counter that has more than a number can hold stays there`() {
        let registry = PrometheusRegistry()
        let counter = registry.counter(metric("a_total"))
        for amount in [Int.max, .max, 1, 100, .max] {
            counter.increment(by: amount)
            #expect(counter.value == .max)
        }
        counter.increment(by: .max, exemplar: Exemplar(traceIDHigh: 1, traceIDLow: 2, spanID: 3))
        #expect(registry.samples() == ["a_total 9223372036854775807"])
    }

    @Test func `gauges and histograms survive every number`() {
        let registry = PrometheusRegistry()
        let gauge = registry.gauge(metric("g"), initial: 2)
        gauge.add(-3.5)
        gauge.add(.nan)
        #expect(gauge.value == -1.5)
        let histogram = registry.histogram(metric("h"), buckets: [2, 1, 1, .nan, .infinity])
        for value in [-1, 0, 1, 1.5, .infinity, .nan, -.infinity] { histogram.observe(value) }
        #expect(
            registry.samples().dropFirst() == [
                #"h_bucket{le="1.0"} 4"#, #"h_bucket{le="2.0"} 5"#, #"h_bucket{le="+Inf"} 6"#, "h_sum 2.5", "h_count 6",
            ])
        let empty = registry.histogram(metric("e"), buckets: [])
        empty.observe(3)
        #expect(empty.count == 1)
    }

    @Test func `a callback may use the registry`() {
        let registry = PrometheusRegistry()
        registry.gauge(metric("lines")) { [weak registry] in
            registry.map { Double($0.gauge(metric("made_by_callback")).value + Double($0.lineCount)) }
        }
        #expect(registry.samples() == ["lines 7"])
        #expect(registry.samples() == ["lines 7", "made_by_callback 0"])
    }
}
