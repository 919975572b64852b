import ControlPlane
import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite struct ServiceTests {
    /// Runs a control plane on a free port for the time of `body`.
    private func serving(
        _ ledger: FakeLedger, _ body: (_ port: Int) async throws -> Void
    ) async throws {
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let plane = controlPlane(ledger) { told.yield($0) }
        try await withThrowingTaskGroup { group in
            group.addTask { try await plane.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            try await body(port)
            group.cancelAll()
        }
    }

    private func get(_ port: Int, _ path: String, method: String = "GET", host: String? = nil) async throws -> (
        Int, Data
    ) {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
        request.httpMethod = method
        if let host { request.setValue(host, forHTTPHeaderField: "Host") }
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, data)
    }

    @Test func `it serves on a real socket, tells its port and keeps the connection usable`() async throws {
        try await serving(FakeLedger([record(1)])) { port in
            #expect(port > 0)
            for _ in 0..<3 {
                #expect(try await get(port, "/healthz").0 == 200)
                let head = try await get(port, "/api/v1/admin/requests", method: "HEAD")
                #expect(head.0 == 200 && head.1.isEmpty)
                #expect(try await get(port, "/api/v1/admin/requests").1.starts(with: Data(#"{"requests":[{"#.utf8)))
            }
        }
    }

    @Test func `a page of another site cannot read it through its own host name`() async throws {
        try await serving(FakeLedger([record(1)])) { port in
            let rebound = try await get(port, "/api/v1/admin/requests", host: "evil.example")
            #expect(rebound.0 == 403)
            #expect(String(decoding: rebound.1, as: UTF8.self).contains("host_not_allowed"))
            #expect(try await get(port, "/metrics", host: "evil.example").0 == 200)
        }
    }
}
