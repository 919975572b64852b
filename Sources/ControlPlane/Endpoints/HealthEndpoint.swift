import Hummingbird

/// `GET /healthz`: the process lives and its control plane answers.
struct HealthEndpoint: Endpoint {
    func answer(_ request: Request, _ context: BasicRequestContext) -> Response {
        Response(text: "ok\n")
    }
}
