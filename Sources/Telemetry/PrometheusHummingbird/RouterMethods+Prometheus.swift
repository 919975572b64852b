import HTTPTypes
public import Hummingbird
public import PrometheusExposition

extension RouterMethods {
    /// Answers scrapes at `path` with what `registry` exposes: format by `Accept`, gzip by `Accept-Encoding`.
    ///
    /// Put it where only the scraper comes: metrics tell more than the public should know.
    @discardableResult
    public func prometheus(at path: RouterPath = "/metrics", _ registry: PrometheusRegistry) -> Self {
        get(path) { request, _ in
            func joined(_ name: HTTPField.Name) -> String? {
                let values = request.headers[values: name]
                return values.isEmpty ? nil : values.joined(separator: ", ")
            }
            return Response(registry.scrape(accept: joined(.accept), acceptEncoding: joined(.acceptEncoding)))
        }
    }
}
