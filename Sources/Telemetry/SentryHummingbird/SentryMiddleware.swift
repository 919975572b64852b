import HTTPTypes
public import Hummingbird
public import SentryClient
import SentryProtocol

/// Gives each request a scope of its own, reports those that fail, and counts them for release health.
///
/// ```swift
/// router.addMiddleware {
///     TracingMiddleware()  // where there is a tracer: transactions are made of its spans
///     SentryMiddleware(client: sentry)
/// }
/// ```
/// Put it behind `TracingMiddleware` and before everything else. An event has the request (sensitive values filtered, no
/// body) and is named by the **route**, `GET /users/{id}`, never by the path. An error that is answered with a 5xx is
/// reported as unhandled; a 5xx that a handler returned itself is reported as a message. The error is passed on as it was.
public struct SentryMiddleware<Context: RequestContext>: RouterMiddleware {
    private let client: SentryClient?

    /// A middleware.
    ///
    /// - Parameter client: nil = the process's own, as it is when a request comes.
    public init(client: SentryClient? = nil) { self.client = client }

    public func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let client = client ?? SentrySDK.client
        guard client.isEnabled else { return try await next(request, context) }
        // An answer of 4xx by way of an error is no failure of the server.
        return try await client.withSession(isFailure: { Self.status(of: $0) >= 500 }) { scope in
            let described = SentryRequest(request)
            scope.update { $0.request = described }
            if client.options.activeTrace?() == nil { scope.continueTrace(request.headers) }
            do {
                let response = try await next(request, context)
                if response.status.code >= 500 {
                    report(client, request, context, status: Int(response.status.code))
                }
                return response
            } catch {
                let status = Self.status(of: error)
                // Other errors are answers that somebody wanted to give.
                if status >= 500 { report(client, request, context, status: status, error) }
                throw error
            }
        }
    }

    private static func status(of error: any Error) -> Int {
        (error as? any HTTPResponseError).map { Int($0.status.code) } ?? 500
    }

    private func report(
        _ client: SentryClient, _ request: Request, _ context: Context, status: Int, _ error: (any Error)? = nil
    ) {
        let route = "\(request.method.rawValue) \(context.endpointPath ?? "(no route)")"
        let change = { (scope: inout SentryScopeData) in
            scope.transaction = scope.transaction ?? route
            scope.tags["http.route"] = context.endpointPath ?? "(no route)"
            scope.tags["http.status_code"] = "\(status)"
            scope.tags["request_id"] = context.id
        }
        if let error {
            client.capture(
                error, mechanism: SentryMechanism("hummingbird", isHandled: false), change: change)
        } else {
            let message = SentryMessage("\(route) was answered with \(status)", template: "%s was answered with %s")
            client.capture(message: message, level: .error) { scope in
                change(&scope)
                if scope.fingerprint.isEmpty { scope.fingerprint = ["http.status", route, "\(status)"] }
            }
        }
    }
}

extension SentryScope {
    fileprivate func continueTrace(_ headers: HTTPFields) {
        func field(_ text: String) -> String? { HTTPField.Name(text).flatMap { headers[$0] } }
        continueTrace(sentryTrace: field(SentryTraceHeader.name), baggage: field("baggage"))
    }
}

extension SentryRequest {
    /// What Sentry may know of a request, not filtered yet; no body.
    fileprivate init(_ request: Request) {
        let scheme = request.uri.scheme?.rawValue ?? "http"
        let host = request.head.authority ?? "localhost"
        self.init(method: request.method.rawValue, url: "\(scheme)://\(host)\(request.uri.path)")
        query = request.uri.query
        for field in request.headers {
            let name = field.name.rawName
            headers[name] = headers[name].map { "\($0), \(field.value)" } ?? field.value
        }
    }
}
