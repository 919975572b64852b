import HTTPTypes
import Hummingbird
import Logging

/// The outermost layer: errors become JSON, every answer gets the security headers, HEAD gets no body.
struct AnswerMiddleware: RouterMiddleware {
    typealias Context = BasicRequestContext

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as AdminError {
            response = error.response
        } catch let error as HTTPError {
            response = Self.translated(error, path: request.uri.path).response
        } catch let error as CancellationError {
            throw error
        } catch {
            context.logger.error("A control plane request failed.", metadata: ["error": "\(error)"])
            response = Self.internalError.response
        }
        for (name, value) in Self.headers where response.headers[name] == nil {
            response.headers[name] = value
        }
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// Hummingbird's own errors: mostly its 404.
    private static func translated(_ error: HTTPError, path: String) -> AdminError {
        guard error.status != .notFound else {
            return .notFound("Nothing is served at this path; GET /api/v1/openapi.json lists what is.")
        }
        guard error.status.kind == .clientError else { return internalError }
        return AdminError(
            status: error.status, code: "bad_request", message: error.body ?? error.status.reasonPhrase,
            headers: error.headers)
    }

    private static let internalError = AdminError(
        status: .internalServerError, code: "internal_error",
        message: "The request failed inside the gateway; its log says why.")

    /// What no answer goes without; a handler that sets one of them itself wins.
    private static let headers: [(HTTPField.Name, String)] = [
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
}
