import PrometheusExposition
import Testing

@Suite struct ConcurrencyTests {
    @Test func `MUST 7: the last bucket equals the count in every scrape`() async {
        let registry = PrometheusRegistry()
        let histogram = registry.histogram(metric("h"), buckets: [1, 2, 3])
        let counter = registry.counter(metric("c_total"))
        let double = registry.doubleCounter(metric("d_total"))
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<4 {
                group.addTask {
                    for index in 0..<20_000 {
                        histogram.observe(Double((index + thread) % 5))
                        counter.increment()
                        double.increment(by: 0.5)
                    }
                }
            }
            group.addTask {
                for scrape in 0..<200 {
                    _ = registry.gauge(metric("g"), labels: ["scrape": "\(scrape)"])
                    let values = registry.samples().filter { $0.hasPrefix("h_") }.map { $0.split(separator: " ")[1] }
                    #expect(values[3] == values[5])
                }
            }
        }
        #expect(histogram.count == 80_000)
        #expect(counter.value == 80_000)
        #expect(double.value == 40_000)
        #expect(registry.samples().contains("h_sum 160000"))
    }

    @Test func `one series is made, whoever asks first`() async {
        let registry = PrometheusRegistry()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for value in 0..<50 { registry.counter(metric("c_total"), labels: ["v": "\(value)"]).increment() }
                }
            }
        }
        #expect(registry.samples().count == 50)
        #expect(registry.samples().allSatisfy { $0.hasSuffix(" 8") })
    }
}
