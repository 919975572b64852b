import HTTPTypes
import Hummingbird
import HummingbirdTesting
import PrometheusExposition
import PrometheusHummingbird
import Testing

@Suite struct PrometheusRouteTests {
    @Test func `a scrape is answered in the format and encoding that it asks for`() async throws {
        let registry = PrometheusRegistry()
        registry.counter(MetricDescription("jobs_total", help: "Jobs."), created: 1).increment(by: 3)
        let router = Router()
        router.prometheus(at: "/internal/metrics", registry)
        try await Application(router: router).test(.router) { client in
            try await client.execute(uri: "/internal/metrics", method: .get) { answer in
                #expect(answer.status == .ok)
                #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
                #expect(
                    String(buffer: answer.body) == "# HELP jobs_total Jobs.\n# TYPE jobs_total counter\njobs_total 3\n")
            }
            let fields: HTTPFields = [.accept: "application/openmetrics-text;version=1.0.0", .acceptEncoding: "gzip"]
            try await client.execute(uri: "/internal/metrics", method: .get, headers: fields) { answer in
                #expect(answer.headers[.contentType]?.hasPrefix("application/openmetrics-text") == true)
                #expect(answer.headers[.contentEncoding] == "gzip")
                #expect(answer.headers[.vary] == "Accept, Accept-Encoding")
                #expect(answer.body.getBytes(at: answer.body.readerIndex, length: 2) == [0x1F, 0x8B])
            }
            try await client.execute(uri: "/metrics", method: .get) { #expect($0.status == .notFound) }
        }
    }
}
