import Hummingbird

/// What one path answers to one method.
protocol Endpoint: Sendable {
    /// The answer; an ``AdminError`` becomes its JSON.
    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response
}

/// A path and what serves it.
struct Route {
    /// As OpenAPI writes it: `/api/v1/admin/requests/{id}`.
    let path: String
    let endpoints: [(method: HTTPRequest.Method, endpoint: any Endpoint)]

    /// `endpoint` at `path`, for GET and HEAD.
    init(_ path: String, _ endpoint: any Endpoint) { self.init(path, [(.get, endpoint)]) }

    /// An endpoint a method; what serves GET also serves HEAD.
    init(_ path: String, _ endpoints: [(method: HTTPRequest.Method, endpoint: any Endpoint)]) {
        self.path = path
        self.endpoints = endpoints.flatMap { method, endpoint in
            method == .get ? [(.get, endpoint), (.head, endpoint)] : [(method, endpoint)]
        }
    }
}

extension Router where Context == BasicRequestContext {
    /// The methods of the HTTP standards; a router tells a path that is not served from one that is by these.
    private static var methods: [HTTPRequest.Method] {
        [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
            + [HTTPRequest.Method("QUERY")].compactMap { $0 }
    }

    /// Serves a route; a method that it does not have is answered with 405.
    func add(_ route: Route) {
        let path = RouterPath(route.path)
        let allowed = route.endpoints.map(\.method.rawValue).joined(separator: ", ")
        for (method, endpoint) in route.endpoints {
            on(path, method: method) { request, context in
                try await endpoint.answer(request, context)
            }
        }
        for method in Self.methods where !route.endpoints.contains(where: { $0.method == method }) {
            on(path, method: method) { request, _ -> Response in
                throw AdminError.methodNotAllowed(request.method.rawValue, allowed: allowed)
            }
        }
    }
}
