import HTTPTypes
import Hummingbird

/// Lets through who knows the admin token: as `Authorization: Bearer`, or as the password of HTTP Basic.
///
/// Basic is what a browser can send; browsers also send it along with requests that other sites trigger, so it reads
/// (GET, HEAD) and never changes anything.
struct TokenGuard: RouterMiddleware {
    typealias Context = BasicRequestContext

    private let token: AdminToken

    /// Guards with `token`.
    init(token: AdminToken) { self.token = token }

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard isAllowed(request) else { throw Self.refusal(for: request) }
        return try await next(request, context)
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

    /// A browser that opens a page is asked for a password; a program is told to send the token.
    private static func refusal(for request: Request) -> AdminError {
        let wantsPage = request.headers[.accept]?.contains("text/html") ?? false
        let challenge =
            wantsPage || request.uri.path == "/"
            ? #"Basic realm="Tollgate: any user, the admin token as password", charset="UTF-8""#
            : #"Bearer realm="Tollgate""#
        return AdminError(
            status: .unauthorized, code: "unauthorized",
            message: "Send the admin token as 'Authorization: Bearer <token>' (or as the password of HTTP Basic).",
            headers: [.wwwAuthenticate: challenge])
    }
}
