import HTTPTypes
import Hummingbird

/// The cookie that names a browser's session; scripts cannot read it, and no other site's request carries it.
enum SessionCookie {
    static let name = "tollgate_session"

    /// The names that a request's cookies give, normally one.
    static func values(in request: Request) -> [String] {
        request.headers[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
            let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0] == Self.name else { return nil }
            return String(parts[1])
        }
    }

    /// What sets it, for as long as a session lasts; nil takes it away.
    static func field(_ value: String?, for request: Request) -> String {
        let seconds = value == nil ? 0 : SessionStore.lifetime / 1_000_000
        let isEncrypted = HTTPField.Name("X-Forwarded-Proto").flatMap { request.headers[$0] } == "https"
        return "\(name)=\(value ?? ""); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict"
            + (isEncrypted ? "; Secure" : "")
    }
}
