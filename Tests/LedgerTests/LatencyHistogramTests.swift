import Ledger
import Testing

struct LatencyHistogramTests {
    @Test(arguments: [
        (Int64(-5), 0), (0, 0), (15, 15), (16, 16), (31, 31), (32, 32), (33, 32), (34, 33), (63, 47), (64, 48),
        (.max, 959),
    ])
    func `buckets follow each other without a gap`(value: Int64, bucket: Int) {
        #expect(LatencyHistogram.bucket(ofMicroseconds: value) == bucket)
    }

    @Test func `a bucket never comes before that of a smaller value`() {
        var last = 0
        for value in 0..<Int64(20_000) {
            let bucket = LatencyHistogram.bucket(ofMicroseconds: value)
            #expect(bucket >= last && bucket <= last + 1)
            last = bucket
        }
    }

    @Test(arguments: [500, 950, 990, 1000, 1] as [Int64])
    func `a quantile is within a sixteenth of the exact one`(permille: Int64) throws {
        var state: UInt64 = 7
        var values: [Int64] = []
        var histogram = LatencyHistogram()
        for _ in 0..<5000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = Int64(state >> 40) * Int64(state >> 60)
            values.append(value)
            histogram.add(bucket: LatencyHistogram.bucket(ofMicroseconds: value))
        }
        values.sort()
        let exact = values[Int(max(1, (5000 * permille + 999) / 1000)) - 1]
        let told = try #require(histogram.quantile(permille: permille))
        #expect(abs(told - exact) * 16 <= max(exact, 16))
        #expect(histogram.total == 5000)
    }

    @Test func `no values have no quantile, and one value is itself within its bucket`() {
        var histogram = LatencyHistogram()
        #expect(histogram.quantile(permille: 500) == nil)
        histogram.add(bucket: LatencyHistogram.bucket(ofMicroseconds: 9))
        #expect(histogram.quantile(permille: 990) == 9)
        histogram = LatencyHistogram()
        histogram.add(bucket: LatencyHistogram.bucket(ofMicroseconds: .max))
        #expect(histogram.quantile(permille: 500) ?? 0 > .max / 2)
    }
}
