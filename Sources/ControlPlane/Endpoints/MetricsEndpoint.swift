import Hummingbird

/// `GET /metrics`: the exposition, in the format that the scraper asks for.
struct MetricsEndpoint: Endpoint {
    let metrics: any MetricsRendering

    func answer(_ request: Request, _ context: BasicRequestContext) -> Response {
        let accept = request.headers[values: .accept]
        let (contentType, body) = metrics.render(accept: accept.isEmpty ? nil : accept.joined(separator: ", "))
        return Response(contentType: contentType, body)
    }
}
