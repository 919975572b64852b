import HTTPTypes
import Hummingbird

/// Which pages may use the tunnel, and what their browsers are told (Fetch standard, "CORS protocol").
struct CrossOrigin: Sendable {
    /// Origins of other hosts that may.
    let allowed: Set<String>
    /// Without an admin token, names that only a page elsewhere can have made up are refused.
    let guarding: HostGuard?

    /// The origin to allow in the answer; nil where the request is none of another origin.
    ///
    /// A request without `Origin` comes from no page: nothing is allowed to anybody by it.
    func check(_ request: Request) throws(AdminError) -> String? {
        guard let origin = request.headers[.origin] else { return nil }
        if allowed.contains(origin.lowercased()) { return origin }
        let authority = request.head.authority ?? ""
        let isOwn = origin.split(separator: "/", maxSplits: 2).last.map { $0.lowercased() } == authority.lowercased()
        if isOwn, guarding?.isTrusted(authority) ?? true { return nil }
        throw AdminError(
            status: .forbidden, code: "origin_not_allowed",
            message: "Pages of this origin may not report here; sentry.tunnel_origins lists those that may.")
    }

    /// Lets the page read the answer.
    static func allow(_ origin: String?, in response: inout Response) {
        response.headers[.vary] = "Origin"
        guard let origin else { return }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] = "X-Sentry-Rate-Limits, Retry-After"
        if let policy = HTTPField.Name("Cross-Origin-Resource-Policy") { response.headers[policy] = "cross-origin" }
    }
}
