import HTTPTypes
import Hummingbird

/// `GET /tollgate-browser.js`: the script by which pages report their errors, for pages of any host.
///
/// In front of it stands what it needs to know from here; without a tunnel it finds no DSN, and does nothing.
struct BrowserScriptEndpoint: Endpoint {
    let tunnel: ErrorTunnel?

    func answer(_ request: Request, _ context: BasicRequestContext) -> Response {
        var json = JSONWriter()
        json.object { json in
            guard let tunnel, let project = tunnel.projects.first else { return }
            json.key("dsn")
            json.string("\(project)")
            json.key("environment")
            json.string(tunnel.environment)
        }
        let served = Array("window.TOLLGATE_BROWSER = ".utf8) + json.bytes + Array(";\n".utf8)
        let script = BrowserScript.text.withUTF8Buffer { Array($0) }
        var response = Response(contentType: "text/javascript; charset=utf-8", served + script)
        response.headers[.cacheControl] = "no-cache"
        // Pages of other hosts load it, too; there is nothing in it that is not meant for everybody.
        if let policy = HTTPField.Name("Cross-Origin-Resource-Policy") { response.headers[policy] = "cross-origin" }
        return response
    }
}
