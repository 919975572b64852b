import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SentryProtocol

/// `POST /monitoring`: an envelope of a page, on its way to Sentry.
struct MonitoringEndpoint: Endpoint {
    let tunnel: ErrorTunnel?
    let origins: CrossOrigin
    let rate: TunnelRate
    let now: @Sendable () -> Int64

    /// What browsers send along: official SDKs a string (`text/plain`) or bytes (nothing).
    private static let types: Set = ["text/plain", "application/x-sentry-envelope", "application/octet-stream", ""]

    func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        guard let tunnel else { throw AdminError.noTunnel }
        let origin = try origins.check(request)
        var response: Response
        do {
            response = try await forward(request, context, tunnel)
        } catch let error as AdminError {
            response = error.response
        }
        CrossOrigin.allow(origin, in: &response)
        return response
    }

    private func forward(
        _ request: Request, _ context: BasicRequestContext, _ tunnel: ErrorTunnel
    ) async throws -> Response {
        if let seconds = rate.take(at: now()) { throw AdminError.tunnelBusy(seconds) }
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " } ?? ""
        let encoding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        guard Self.types.contains(type), encoding == "identity" else {
            throw AdminError(
                status: .unsupportedMediaType, code: "unsupported_media_type",
                message: "Send the envelope uncompressed, as text/plain or application/x-sentry-envelope.")
        }
        let envelope = try await body(request, tunnel.maximumBytes)
        guard let header = (try? SentryEnvelope.header(of: envelope)) ?? nil else {
            throw AdminError(
                status: .badRequest, code: "invalid_envelope", message: "The first line is not an envelope's header.")
        }
        guard let project = tunnel.project(of: header) else {
            throw AdminError(
                status: .forbidden, code: "dsn_not_allowed",
                message: "The envelope's header names no DSN, or one that this gateway does not report to "
                    + "(sentry.tunnel_dsns).")
        }
        do {
            return .forwarded(try await tunnel.forwarding.forward(envelope, to: project))
        } catch let error as CancellationError {
            throw error
        } catch {
            context.logger.warning("A page's error report could not be passed on.", metadata: ["error": "\(error)"])
            throw AdminError(
                status: .badGateway, code: "receiver_unreachable",
                message: "The receiver of error reports could not be reached; the gateway's log says why.")
        }
    }

    private func body(_ request: Request, _ limit: Int) async throws -> [UInt8] {
        let tooLarge = AdminError(
            status: .contentTooLarge, code: "request_too_large",
            message: "The envelope is larger than \(limit) bytes, or was cut.")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
        do {
            return Array((try await request.body.collect(upTo: limit)).readableBytesView)
        } catch {
            throw tooLarge
        }
    }
}

/// `OPTIONS /monitoring`: whether a page of another origin may send what it wants to.
struct MonitoringPreflightEndpoint: Endpoint {
    let tunnel: ErrorTunnel?
    let origins: CrossOrigin

    func answer(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        guard tunnel != nil else { throw AdminError.noTunnel }
        let origin = try origins.check(request)
        var response = Response(status: .noContent)
        CrossOrigin.allow(origin, in: &response)
        response.headers[.accessControlAllowMethods] = "POST"
        response.headers[.accessControlAllowHeaders] = "content-type, sentry-trace, baggage, traceparent"
        response.headers[.accessControlMaxAge] = "86400"
        return response
    }
}

extension AdminError {
    fileprivate static let noTunnel = AdminError.notFound(
        "Error reports are off: set SENTRY_DSN (sentry.dsn), and leave sentry.tunnel on.")

    fileprivate static func tunnelBusy(_ seconds: Int) -> AdminError {
        var error = AdminError(
            status: .tooManyRequests, code: "rate_limited",
            message: "Too many error reports a minute (sentry.tunnel_rate).", headers: [.retryAfter: "\(seconds)"])
        if let limits = HTTPField.Name("X-Sentry-Rate-Limits") { error.headers[limits] = "\(seconds)::organization" }
        return error
    }
}

extension Response {
    /// The receiver's status and limits; its words stay here.
    fileprivate static func forwarded(_ answer: ForwardedAnswer) -> Response {
        var json = JSONWriter()
        json.object { _ in }
        var response = Response(status: .init(code: answer.status), json: json)
        if let limits = HTTPField.Name("X-Sentry-Rate-Limits") { response.headers[limits] = answer.rateLimits }
        response.headers[.retryAfter] = answer.retryAfter
        return response
    }
}
