import HTTPTypes
import Hummingbird

/// `GET /`: the dashboard's page; what it shows comes from the admin API, so that there is nothing to protect in it.
struct DashboardEndpoint: Endpoint {
    /// Scripts, styles and data from here, and nothing else from anywhere; no text is ever turned into markup.
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

    func answer(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        guard let page = DashboardFiles.page else { throw AdminError.notFound("There is no dashboard.") }
        var response = Response(file: page, to: request)
        response.headers[.contentSecurityPolicy] = Self.policy
        return response
    }
}

/// `GET /dashboard/{file}`: its scripts and styles.
struct DashboardFileEndpoint: Endpoint {
    func answer(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let name = context.parameters.get("file") ?? ""
        guard let file = DashboardFiles.byName[name], file.name != DashboardFiles.page?.name else {
            throw AdminError.notFound("The dashboard has no such file.")
        }
        return Response(file: file, to: request)
    }
}

extension Response {
    /// The file, or that the reader has it already.
    fileprivate init(file: DashboardFile, to request: Request) {
        let known = request.headers[values: .ifNoneMatch].joined(separator: ",").split(separator: ",")
        let isKnown = known.contains { $0.filter { $0 != " " } == file.tag || $0 == "W/\(file.tag)" }
        if isKnown {
            self.init(status: .notModified)
        } else {
            self.init(contentType: file.type, file.text.withUTF8Buffer { Array($0) })
        }
        headers[.eTag] = file.tag
        headers[.cacheControl] = "no-cache"
    }
}
