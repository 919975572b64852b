import Hummingbird

/// What one path answers to GET and HEAD.
protocol Endpoint: Sendable {
    /// The answer; an ``AdminError`` becomes its JSON.
    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response
}

/// A path and what serves it.
struct Route {
    /// As OpenAPI writes it: `/api/v1/admin/requests/{id}`.
    let path: String
    let endpoint: any Endpoint

    /// `endpoint` at `path`.
    init(_ path: String, _ endpoint: any Endpoint) {
        self.path = path
        self.endpoint = endpoint
    }
}

extension Router where Context == BasicRequestContext {
    /// The other methods of the HTTP standards; a router tells a path that is not served from one that is by these.
    private static var refusedMethods: [HTTPRequest.Method] {
        [.post, .put, .patch, .delete, .options, .trace, .connect] + [HTTPRequest.Method("QUERY")].compactMap { $0 }
    }

    /// Serves a route; any other method than GET and HEAD is answered with 405.
    func add(_ route: Route) {
        let endpoint = route.endpoint
        let path = RouterPath(route.path)
        for method in [HTTPRequest.Method.get, .head] {
            on(path, method: method) { request, context in
                try await endpoint.answer(request, context)
            }
        }
        for method in Self.refusedMethods {
            on(path, method: method) { request, _ -> Response in
                throw AdminError.methodNotAllowed(request.method.rawValue, allowed: "GET, HEAD")
            }
        }
    }
}
