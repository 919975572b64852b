import CoreMetrics
import Metrics
import PrometheusExposition
import PrometheusMetrics
import Testing

extension PrometheusMetricsFactory {
    func text(_ format: ExpositionFormat = .text) -> String {
        var output: [UInt8] = []
        registry.emit(format, into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    func samples(_ format: ExpositionFormat = .text) -> [String] {
        text(format).split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("metrics_overflow") }
            .map(String.init)
    }
}

/// TELEMETRY-SPECS C, the MUSTs that concern the backend; those of the text itself are in PrometheusExpositionTests.
@Suite struct PrometheusMetricsTests {
    @Test func `each kind of metric is exposed as its counterpart`() {
        var configuration = PrometheusMetricsConfiguration()
        configuration.durationBuckets = [0.1, 1]
        configuration.valueBuckets = [10]
        configuration.help["jobs"] = "Jobs that have ended."
        let factory = PrometheusMetricsFactory(configuration: configuration)
        Metrics.Counter(label: "jobs", dimensions: [("queue", "mail")], factory: factory).increment(by: 3)
        FloatingPointCounter(label: "spent.dollars", factory: factory).increment(by: 0.25)
        Metrics.Gauge(label: "temperature", factory: factory).record(-4.5)
        let meter = Meter(label: "open", factory: factory)
        meter.set(10)
        meter.increment(by: 2)
        meter.decrement(by: 4)
        Recorder(label: "size", factory: factory).record(7)
        let timer = Metrics.Timer(label: "http.server.request.duration", factory: factory)
        timer.recordMilliseconds(50)
        timer.recordSeconds(2)
        #expect(
            factory.text() == """
                # HELP http_server_request_duration_seconds The metric http.server.request.duration.
                # TYPE http_server_request_duration_seconds histogram
                http_server_request_duration_seconds_bucket{le="0.1"} 1
                http_server_request_duration_seconds_bucket{le="1.0"} 1
                http_server_request_duration_seconds_bucket{le="+Inf"} 2
                http_server_request_duration_seconds_sum 2.05
                http_server_request_duration_seconds_count 2
                # HELP jobs_total Jobs that have ended.
                # TYPE jobs_total counter
                jobs_total{queue="mail"} 3
                # HELP metrics_overflow_total Requests for a label set beyond a metric's limit, which were given the \
                label value "other".
                # TYPE metrics_overflow_total counter
                metrics_overflow_total 0
                # HELP open The metric open.
                # TYPE open gauge
                open 8
                # HELP size The metric size.
                # TYPE size histogram
                size_bucket{le="10.0"} 1
                size_bucket{le="+Inf"} 1
                size_sum 7
                size_count 1
                # HELP spent_dollars_total The metric spent.dollars.
                # TYPE spent_dollars_total counter
                spent_dollars_total 0.25
                # HELP temperature The metric temperature.
                # TYPE temperature gauge
                temperature -4.5

                """)
    }

    @Test func `the same label and dimensions give the same series`() {
        let factory = PrometheusMetricsFactory()
        for _ in 0..<5 { Metrics.Counter(label: "c", dimensions: [("a", "1")], factory: factory).increment() }
        Metrics.Counter(label: "c", dimensions: [("a", "2")], factory: factory).increment()
        #expect(factory.samples() == [#"c_total{a="1"} 5"#, #"c_total{a="2"} 1"#])
    }

    @Test func `a reset counter begins again`() {
        let factory = PrometheusMetricsFactory()
        let counter = Metrics.Counter(label: "c", factory: factory)
        counter.increment(by: 5)
        counter.reset()
        counter.increment()
        #expect(factory.samples() == ["c_total 1"])
        let spent = FloatingPointCounter(label: "f", factory: factory)
        spent.increment(by: 0.5)
        spent.reset()
        #expect(factory.samples() == ["c_total 1", "f_total 0"])
    }

    @Test(arguments: [
        "plain", "a\"b\\c\nd", "\u{1F600} {}=,", "", "\\n", "le=\"1\"", "\u{7F}\t\r",
    ])
    func `MUST 1: hostile label values round-trip`(value: String) throws {
        let factory = PrometheusMetricsFactory()
        Metrics.Counter(label: "c", dimensions: [("a", value)], factory: factory).increment()
        // Only LF ends a line; a character view would take CR LF for one.
        let line = try #require(
            factory.text().utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
                .first { $0.hasPrefix("c_total{") })
        #expect(line.hasPrefix("c_total{a=\"") && line.hasSuffix("\"} 1"))
        var read = ""
        var escaped = false
        for scalar in line.dropFirst(11).dropLast(4).unicodeScalars {
            if escaped {
                read.unicodeScalars.append(scalar == "n" ? "\n" : scalar)
                escaped = false
            } else if scalar == "\\" {
                escaped = true
            } else {
                read.unicodeScalars.append(scalar)
            }
        }
        #expect(read == value)
    }

    @Test(arguments: [
        ("le", "c"), ("quantile", "c"), ("__name__", "c"), ("", "c"), ("9", "c"), ("a b", "c"), ("\u{e9}", ""),
        ("a", "1 2\n{"), ("a:b", "x:y"),
    ])
    func `MUST 2: reserved and invalid names never crash`(dimension: String, label: String) {
        let factory = PrometheusMetricsFactory()
        let dimensions = [(dimension, "v"), ("same", "1"), ("same", "2")]
        for dimensions in [dimensions, Array(dimensions.prefix(1)), []] {
            Metrics.Counter(label: label, dimensions: dimensions, factory: factory).increment()
            FloatingPointCounter(label: label, dimensions: dimensions, factory: factory).increment(by: 1)
            Metrics.Timer(label: label, dimensions: dimensions, factory: factory).recordNanoseconds(1)
            Recorder(label: label, dimensions: dimensions, factory: factory).record(1)
            Meter(label: label, dimensions: dimensions, factory: factory).set(1)
        }
        #expect(!factory.text().contains("le=\"v\""))
        #expect(factory.text().utf8.allSatisfy { $0 < 0x80 || label.utf8.contains($0) })
    }

    @Test func `MUST 3: conflicting types and dimensions are told, and never trap`() {
        let problems = Problems()
        let factory = PrometheusMetricsFactory(registry: problems.registry)
        Metrics.Counter(label: "x", factory: factory).increment()
        Metrics.Timer(label: "x", factory: factory).recordNanoseconds(5)
        Meter(label: "x", factory: factory).set(5)
        FloatingPointCounter(label: "x", factory: factory).increment(by: 1)
        Metrics.Counter(label: "x", dimensions: [("a", "1")], factory: factory).increment()
        #expect(problems.all == [.typeConflict, .typeConflict, .shapeConflict])
        #expect(factory.samples().contains("x_total 1"))
    }

    @Test func `MUST 4: negative, infinite and NaN values are safe`() {
        var configuration = PrometheusMetricsConfiguration()
        configuration.durationBuckets = [1]
        configuration.valueBuckets = [1]
        let factory = PrometheusMetricsFactory(configuration: configuration)
        let timer = Metrics.Timer(label: "t", factory: factory)
        timer.recordNanoseconds(-5)
        timer.recordNanoseconds(Int64.min)
        timer.recordNanoseconds(Int64.max)
        timer.recordSeconds(-1.5)
        let recorder = Recorder(label: "r", factory: factory)
        recorder.record(Double.nan)
        recorder.record(-Double.infinity)
        recorder.record(Double.infinity)
        recorder.record(-3)
        FloatingPointCounter(label: "f", factory: factory).increment(by: Double.nan)
        FloatingPointCounter(label: "f", factory: factory).increment(by: -1.0)
        Metrics.Counter(label: "c", factory: factory).increment(by: Int64(-1))
        let meter = Meter(label: "m", factory: factory)
        meter.increment(by: Double.nan)
        meter.set(Double.nan)
        #expect(
            factory.samples() == [
                "c_total 0", "f_total 0", "m NaN", #"r_bucket{le="1.0"} 2"#, #"r_bucket{le="+Inf"} 3"#, "r_sum 0",
                "r_count 3", #"t_seconds_bucket{le="1.0"} 3"#, #"t_seconds_bucket{le="+Inf"} 4"#,
                "t_seconds_sum 9223372036.854776", "t_seconds_count 4",
            ])
    }

    @Test func `MUST 8: the order is stable, whatever the order of making`() {
        let labels = (0..<50).map { "m\($0)" }
        func exposition(_ labels: [String], _ values: [String]) -> [String] {
            let factory = PrometheusMetricsFactory()
            for label in labels {
                for value in values {
                    Metrics.Counter(label: label, dimensions: [("a", value)], factory: factory).increment()
                }
            }
            return factory.samples()
        }
        let first = exposition(labels, ["x", "y", "z"])
        #expect(first.count == 150)
        for _ in 0..<5 { #expect(exposition(labels.shuffled(), ["x", "y", "z"].shuffled()) == first) }
    }

    @Test func `MUST 10: destroy removes the series, and one that is made again begins at 0`() {
        let factory = PrometheusMetricsFactory()
        let counter = Metrics.Counter(label: "c", dimensions: [("a", "1")], factory: factory)
        counter.increment(by: 7)
        Metrics.Counter(label: "c", dimensions: [("a", "2")], factory: factory).increment()
        counter.destroy()
        counter.increment()
        #expect(factory.samples() == [#"c_total{a="2"} 1"#])
        let again = Metrics.Counter(label: "c", dimensions: [("a", "1")], factory: factory)
        again.increment()
        counter.destroy()
        #expect(factory.samples() == [#"c_total{a="1"} 1"#, #"c_total{a="2"} 1"#])
        for _ in 0..<2 {
            let timer = Metrics.Timer(label: "t", factory: factory)
            let recorder = Recorder(label: "r", factory: factory)
            let gauge = Metrics.Gauge(label: "g", factory: factory)
            let meter = Meter(label: "m", factory: factory)
            let float = FloatingPointCounter(label: "f", factory: factory)
            #expect(factory.samples().count > 20)
            timer.destroy()
            recorder.destroy()
            gauge.destroy()
            meter.destroy()
            float.destroy()
            #expect(factory.samples().count == 2)
        }
    }

    @Test func `MUST 11: label sets beyond the cap are recorded as other, and counted`() {
        var configuration = PrometheusMetricsConfiguration()
        configuration.maximumSeriesPerMetric = 3
        let factory = PrometheusMetricsFactory(configuration: configuration)
        for value in 0..<100 {
            Metrics.Counter(label: "c", dimensions: [("user", "u\(value)"), ("k", "v")], factory: factory).increment()
        }
        Metrics.Counter(label: "c", dimensions: [("user", "u1"), ("k", "v")], factory: factory).increment()
        Metrics.Counter(label: "d", dimensions: [("user", "u50")], factory: factory).increment()
        #expect(
            factory.samples() == [
                #"c_total{user="other",k="other"} 97"#, #"c_total{user="u0",k="v"} 1"#,
                #"c_total{user="u1",k="v"} 2"#, #"c_total{user="u2",k="v"} 1"#, #"d_total{user="u50"} 1"#,
            ])
        #expect(factory.text().contains("\nmetrics_overflow_total 97\n"))
        let other = Metrics.Counter(label: "c", dimensions: [("user", "u99"), ("k", "v")], factory: factory)
        other.destroy()
        #expect(factory.samples().first == #"c_total{user="other",k="other"} 97"#)
    }

    @Test func `MUST 13: exemplars are on OpenMetrics only, on counters and buckets only`() throws {
        var configuration = PrometheusMetricsConfiguration()
        configuration.durationBuckets = [1]
        configuration.exemplar = {
            Exemplar(traceIDHigh: 0x0af7_6519_16cd_43dd, traceIDLow: 0x8448_eb21_1c80_319c, spanID: 0xb7ad)
        }
        let factory = PrometheusMetricsFactory(configuration: configuration)
        Metrics.Counter(label: "c", factory: factory).increment(by: 2)
        FloatingPointCounter(label: "f", factory: factory).increment(by: 1.5)
        Metrics.Timer(label: "t", factory: factory).recordSeconds(3)
        Meter(label: "m", factory: factory).set(1)
        #expect(!factory.text().contains("trace_id"))
        let ids = ##" # {trace_id="0af7651916cd43dd8448eb211c80319c",span_id="000000000000b7ad"} "##
        let marked = factory.samples(.openMetrics).filter { $0.contains(" # ") }
        #expect(marked.count == 3)
        for (line, start) in zip(
            marked, ["c_total 2" + ids + "2 ", "f_total 1.5" + ids + "1.5 ", #"t_seconds_bucket{le="+Inf"} 1"# + ids])
        {
            #expect(line.hasPrefix(start))
            let seconds = try #require(line.split(separator: " ").last.flatMap { Double($0) })
            #expect(seconds > 1_700_000_000)
        }
    }

    @Test func `MUST 14: a scrape never blocks recording, and loses nothing`() async {
        let factory = PrometheusMetricsFactory()
        let timer = Metrics.Timer(label: "t", factory: factory)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for index in 0..<5_000 {
                        timer.recordNanoseconds(Int64(index))
                        Metrics.Counter(label: "c", dimensions: [("a", "\(index % 10)")], factory: factory).increment()
                    }
                }
            }
            group.addTask {
                for _ in 0..<100 {
                    let samples = factory.samples()
                    let infinite = samples.first { $0.hasPrefix("t_seconds_bucket{le=\"+Inf\"}") }?.split(
                        separator: " ")
                    let count = samples.first { $0.hasPrefix("t_seconds_count") }?.split(separator: " ")
                    #expect(infinite?.last == count?.last)
                }
            }
        }
        #expect(factory.samples().contains("t_seconds_count 20000"))
        #expect(factory.samples().contains(#"c_total{a="3"} 2000"#))
    }
}
