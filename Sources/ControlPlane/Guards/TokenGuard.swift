import HTTPTypes
import Hummingbird

/// Lets through who knows the admin token: as `Authorization: Bearer`, or as the password of HTTP Basic; and browsers
/// that have logged in with it, by their cookie.
///
/// A request that changes something under a cookie must come from a page of this control plane: it has a header that no
/// other site's page can send here, and no foreign `Origin`.
///
/// Basic is what a browser can send; browsers also send it along with requests that other sites trigger, so it reads
/// (GET, HEAD) and never changes anything.
struct TokenGuard: RouterMiddleware {
    typealias Context = BasicRequestContext

    /// What the dashboard sends with every request.
    static let pageHeader = "X-Tollgate-Dashboard"

    private let token: AdminToken
    private let sessions: SessionStore
    private let now: @Sendable () -> Int64

    /// Guards with `token`.
    init(token: AdminToken, sessions: SessionStore, now: @escaping @Sendable () -> Int64) {
        self.token = token
        self.sessions = sessions
        self.now = now
    }

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        if !isAllowed(request) {
            guard hasSession(request) else { throw Self.refusal(for: request) }
            try Self.refuseForgery(request)
        }
        return try await next(request, context)
    }

    private func hasSession(_ request: Request) -> Bool {
        let now = now()
        return SessionCookie.values(in: request).contains { sessions.end(of: $0, now: now) != nil }
    }

    /// Refuses what another site's page may have made the browser send.
    private static func refuseForgery(_ request: Request) throws(AdminError) {
        guard request.method != .get, request.method != .head else { return }
        try BodyMembers.refuseForeignPage(request)
        guard let name = HTTPField.Name(pageHeader), request.headers[name] != nil else {
            throw AdminError(
                status: .forbidden, code: "forgery_suspected",
                message: "A change under a session needs the header '\(pageHeader)'; or send the token as Bearer.")
        }
    }

    private func isAllowed(_ request: Request) -> Bool {
        guard let authorization = request.headers[.authorization] else { return false }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return false }
        let credentials = parts[1].drop { $0 == " " }
        switch parts[0].lowercased() {
        case "bearer":
            return token.matches(credentials.utf8)
        case "basic" where request.method == .get || request.method == .head:
            guard let decoded = Base64Text.decode(credentials), let colon = decoded.firstIndex(of: UInt8(ascii: ":"))
            else { return false }
            return token.matches(decoded[(colon + 1)...])
        default:
            return false
        }
    }

    /// A browser that opens a link into the API is asked for a password; a program is told to send the token.
    private static func refusal(for request: Request) -> AdminError {
        let wantsPage = request.headers[.accept]?.contains("text/html") ?? false
        let challenge =
            wantsPage
            ? #"Basic realm="Tollgate: any user, the admin token as password", charset="UTF-8""#
            : #"Bearer realm="Tollgate""#
        return AdminError(
            status: .unauthorized, code: "unauthorized",
            message: "Send the admin token as 'Authorization: Bearer <token>' (or as the password of HTTP Basic).",
            headers: [.wwwAuthenticate: challenge])
    }
}
