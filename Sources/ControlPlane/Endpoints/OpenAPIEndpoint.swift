import Hummingbird

/// `GET /api/v1/openapi.json`: what is served, as OpenAPI 3.1.
struct OpenAPIEndpoint: Endpoint {
    let isGuarded: Bool

    func answer(_ request: Request, _ context: BasicRequestContext) -> Response {
        Response(contentType: "application/json", OpenAPIDocument.json(isGuarded: isGuarded).utf8)
    }
}
