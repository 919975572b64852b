package import Hummingbird

/// Refuses requests that reached an open control plane under a foreign name.
///
/// Without a token the control plane trusts whoever can connect to loopback, which a web page can make a browser do by
/// pointing its own host name at 127.0.0.1 (DNS rebinding). Such a request carries that name in `Host`; an address,
/// `localhost` and the configured name are what everybody else uses.
package struct HostGuard: RouterMiddleware {
    package typealias Context = BasicRequestContext

    private let configured: String

    /// Also lets through the name that the control plane is bound to.
    package init(configured: String) { self.configured = configured.lowercased() }

    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        if let authority = request.head.authority, !isTrusted(authority) {
            throw AdminError(
                status: .forbidden, code: "host_not_allowed",
                message: """
                    Without an admin token this is served under localhost or an IP address only; set \
                    TOLLGATE_ADMIN_TOKEN to use another host name.
                    """)
        }
        return try await next(request, context)
    }

    /// Whether `Host` names this control plane and not somebody else's site.
    package func isTrusted(_ authority: String) -> Bool {
        guard !authority.isEmpty, !authority.hasPrefix("[") else { return true }
        let host = authority.prefix { $0 != ":" }.lowercased()
        if host == "localhost" || host.hasSuffix(".localhost") || host == configured { return true }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count == 4 && labels.allSatisfy { UInt8($0) != nil }
    }
}
