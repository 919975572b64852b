import Hummingbird

/// What one path answers to GET and HEAD.
protocol Endpoint: Sendable {
    /// The answer; an ``AdminError`` becomes its JSON.
    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response
}

extension Router where Context == BasicRequestContext {
    /// Serves `endpoint` at `path`; any other method there is answered with 405.
    func add(_ path: RouterPath, _ endpoint: some Endpoint) {
        for method in [HTTPRequest.Method.get, .head] {
            on(path, method: method) { request, context in
                try await endpoint.answer(request, context)
            }
        }
        for method in [HTTPRequest.Method.post, .put, .patch, .delete, .options, .trace, .connect] {
            on(path, method: method) { request, _ -> Response in
                throw AdminError.methodNotAllowed(request.method.rawValue, allowed: "GET, HEAD")
            }
        }
    }
}
