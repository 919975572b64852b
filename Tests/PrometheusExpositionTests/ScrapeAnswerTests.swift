import CZlib
import PrometheusExposition
import Testing

@Suite struct ScrapeAnswerTests {
    @Test(arguments: [
        (nil, false), ("", false), ("gzip", true), ("gzip, deflate", true), ("deflate", false), ("GZip;q=0.5", true),
        ("gzip;q=0", false), ("gzip;q=0.000, *", false), ("*", true), ("*;q=0", false), ("identity", false),
        ("gzip;q=0.4, identity;q=0.5", false), ("identity;q=0.5, gzip;q=0.5", true), ("identity, *;q=0.9", false),
        ("identity;q=0, *;q=0.1", true), ("gzip, identity", true),
        ("br , x-gzip", true), ("gzip;q=x", false), (";;,=,", false),
    ])
    func `MUST 9: gzip is sent where Accept-Encoding takes it, and inflates to the same`(
        field: String?, compressed: Bool
    ) throws {
        let registry = PrometheusRegistry()
        for index in 0..<100 { registry.counter(metric("a_total"), labels: ["x": "\(index)"]).increment() }
        let answer = registry.scrape(accept: nil, acceptEncoding: field)
        #expect(answer.contentEncoding == (compressed ? "gzip" : nil))
        let plain = Array(registry.text().utf8)
        #expect(try (compressed ? inflated(answer.body) : answer.body) == plain)
        #expect(!compressed || answer.body.count < plain.count)
    }

    @Test func `an empty exposition compresses to something that inflates`() throws {
        let answer = PrometheusRegistry().scrape(accept: nil, acceptEncoding: "gzip")
        #expect(try inflated(answer.body) == [])
    }

    private func inflated(_ body: [UInt8]) throws -> [UInt8] {
        var body = body
        var stream = z_stream()
        try #require(tollgate_inflateInit2(&stream, 15 + 16) == Z_OK)
        defer { inflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: 1 << 20)
        let count = body.count
        let result = body.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return inflate(&stream, Z_FINISH)
            }
        }
        try #require(result == Z_STREAM_END)
        return Array(output.prefix(Int(stream.total_out)))
    }
}
