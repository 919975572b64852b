import HTTPTypes
import Ledger
import Testing

@Suite struct AnswerTests {
    private let served = [
        "/", "/healthz", "/readyz", "/metrics", "/dashboard/app.js", "/api/v1/openapi.json", "/api/v1/admin/llm-costs",
        "/api/v1/admin/requests",
    ]

    @Test func `health is plain`() async throws {
        let answer = try await controlPlane(FakeLedger()).ask("/healthz")
        #expect(answer.status == 200)
        #expect(answer.body == "ok\n")
    }

    @Test func `ready when the ledger can be written and nobody objects`() async throws {
        let answer = try await controlPlane(FakeLedger()).ask("/readyz")
        #expect(answer.status == 200)
        #expect(
            answer.body == #"{"ready":true,"reasons":[],"ledger":"#
                + #"{"writable":true,"rows_waiting":0,"lag_ms":0,"message":null}}"#)
    }

    @Test func `not ready says why`() async throws {
        let ledger = FakeLedger()
        ledger.health = LedgerHealth(isWritable: false, rowsWaiting: 3, lagSeconds: 1.2345, message: "No space left.")
        let answer = try await controlPlane(ledger, reasons: ["Shutting down."]).ask("/readyz")
        #expect(answer.status == 503)
        #expect(
            answer.body
                == #"{"ready":false,"reasons":["Shutting down.","The ledger cannot be written: No space left."],"#
                + #""ledger":{"writable":false,"rows_waiting":3,"lag_ms":1235,"message":"No space left."}}"#)
    }

    @Test(arguments: [Double.nan, .infinity, -1, -.infinity, 1e300])
    func `no lag, however wild, breaks readiness`(lag: Double) async throws {
        let ledger = FakeLedger()
        ledger.health = LedgerHealth(isWritable: true, rowsWaiting: 0, lagSeconds: lag, message: nil)
        #expect(try await controlPlane(ledger).ask("/readyz").status == 200)
    }

    @Test func `metrics come in the form that Accept asks for`() async throws {
        let plane = controlPlane(FakeLedger())
        let plain = try await plane.ask("/metrics")
        #expect(plain.body == "up 1 # none\n")
        #expect(plain.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
        let open = try await plane.ask("/metrics", [.accept: "application/openmetrics-text; version=1.0.0"])
        #expect(open.body == "up 1 # application/openmetrics-text; version=1.0.0\n")
        let compressed = try await plane.ask("/metrics", [.acceptEncoding: "gzip"])
        #expect(compressed.headers[.contentEncoding] == "gzip" && plain.headers[.contentEncoding] == nil)
        #expect(compressed.headers[.vary] == "Accept, Accept-Encoding")
    }

    @Test func `nothing is served elsewhere`() async throws {
        for path in ["/nothing", "/api/v1/admin", "/healthz/x", "/api/v2/admin/requests"] {
            let answer = try await controlPlane(FakeLedger()).ask(path)
            #expect(answer.status == 404)
            #expect(try answer.errorCode == "not_found")
        }
    }

    @Test func `another method is refused with those that are served`() async throws {
        let query = HTTPRequest.Method("QUERY")
        for path in served {
            for method in [HTTPRequest.Method.post, .put, .patch, .delete, .options, .trace]
                + [query].compactMap({ $0 })
            {
                let answer = try await controlPlane(FakeLedger()).ask(path, method: method)
                #expect(answer.status == 405)
                #expect(answer.header("Allow") == "GET, HEAD")
                #expect(try answer.errorCode == "method_not_allowed")
            }
        }
    }

    @Test func `HEAD has the head of GET and no body`() async throws {
        for path in served + ["/nothing"] {
            let plane = controlPlane(FakeLedger([record(1)]))
            let get = try await plane.ask(path)
            let head = try await plane.ask(path, method: .head)
            #expect(head.status == get.status)
            #expect(head.headers == get.headers)
            #expect(head.header("Content-Length") == String(get.body.utf8.count))
            #expect(head.body.isEmpty)
        }
    }

    @Test func `every answer has the security headers and none opens to other origins`() async throws {
        for path in served + ["/nothing", "/api/v1/admin/requests?limit=x"] {
            let answer = try await controlPlane(FakeLedger()).ask(path, [.origin: "https://evil.example"])
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            #expect(answer.header("X-Frame-Options") == "DENY")
            #expect(answer.header("Referrer-Policy") == "no-referrer")
            // What holds no data may be kept, and is asked for again all the same.
            let isFile = path == "/" || path.hasPrefix("/dashboard/")
            #expect(answer.header("Cache-Control") == (isFile ? "no-cache" : "no-store"))
            #expect(answer.header("Content-Security-Policy")?.hasPrefix("default-src 'none'") == true)
            #expect(answer.header("Access-Control-Allow-Origin") == nil)
        }
    }
}
