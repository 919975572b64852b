import HTTPTypes
import Hummingbird
import PrometheusExposition

/// `GET /metrics`: the exposition, in the format and encoding that the scraper asks for.
struct MetricsEndpoint: Endpoint {
    let metrics: any MetricsRendering

    func answer(_ request: Request, _ context: BasicRequestContext) -> Response {
        func joined(_ name: HTTPField.Name) -> String? {
            let values = request.headers[values: name]
            return values.isEmpty ? nil : values.joined(separator: ", ")
        }
        let answer = metrics.render(accept: joined(.accept), acceptEncoding: joined(.acceptEncoding))
        var response = Response(contentType: answer.contentType, answer.body)
        response.headers[.contentEncoding] = answer.contentEncoding
        response.headers[.vary] = ScrapeAnswer.vary
        return response
    }
}
