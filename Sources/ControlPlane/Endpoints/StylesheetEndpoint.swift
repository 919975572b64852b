import Hummingbird

/// `GET /style.css`: the overview's looks; there is nothing to protect in it.
struct StylesheetEndpoint: Endpoint {
    func answer(_ request: Request, _ context: BasicRequestContext) -> Response {
        Response(contentType: "text/css; charset=utf-8", Stylesheet.css.utf8)
    }
}
