import HTTPTypes
import Hummingbird

/// `GET /api/v1/session`: whether a token is wanted here, and whether this browser has logged in.
struct SessionEndpoint: Endpoint {
    let isGuarded: Bool
    let sessions: SessionStore
    let now: @Sendable () -> Int64

    func answer(_ request: Request, _ context: BasicRequestContext) -> Response {
        let now = now()
        let end = SessionCookie.values(in: request).compactMap { sessions.end(of: $0, now: now) }.max()
        var json = JSONWriter()
        json.object { json in
            json.key("token_required")
            json.boolean(isGuarded)
            json.key("logged_in")
            json.boolean(!isGuarded || end != nil)
            json.key("expires_at")
            json.string(end.map { Timestamp.text(microseconds: $0) })
        }
        return Response(json: json)
    }
}

/// `POST /api/v1/session`: takes the admin token, gives a cookie.
struct LoginEndpoint: Endpoint {
    let token: AdminToken?
    let sessions: SessionStore
    let now: @Sendable () -> Int64

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        var members = try await BodyMembers(request)
        guard let candidate = try members.string("token", longest: 4096) else {
            throw AdminError.invalidMember("token", "it is missing: the admin token.")
        }
        try members.finish()
        guard let token else { return Response(status: .noContent) }
        guard token.matches(candidate.utf8) else {
            throw AdminError(
                status: .unauthorized, code: "unauthorized", message: "This is not the admin token.",
                headers: [.wwwAuthenticate: #"Bearer realm="Tollgate""#])
        }
        var response = Response(status: .noContent)
        response.headers[.setCookie] = SessionCookie.field(sessions.begin(now: now()), for: request)
        return response
    }
}

/// `DELETE /api/v1/session`: ends this browser's session.
struct LogoutEndpoint: Endpoint {
    let sessions: SessionStore

    func answer(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        try BodyMembers.refuseForeignPage(request)
        for name in SessionCookie.values(in: request) { sessions.remove(name) }
        var response = Response(status: .noContent)
        response.headers[.setCookie] = SessionCookie.field(nil, for: request)
        return response
    }
}
