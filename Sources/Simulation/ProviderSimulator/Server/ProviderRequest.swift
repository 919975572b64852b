import Foundation
import NIOCore
import NIOHTTP1

/// A whole request that arrived, and what of it decides the answer.
struct ProviderRequest {
    let head: HTTPRequestHead
    let path: Substring
    let api: API
    let anthropic: Bool
    let body: JSONValue
    /// The key in `Authorization: Bearer`, `x-api-key` or `api-key`.
    let key: String?

    /// Reads a request; a body that is no JSON is `.null`.
    init(head: HTTPRequestHead, body: ByteBuffer?) {
        self.head = head
        path = head.uri.prefix { $0 != "?" }
        api = API(path: path)
        let headers = head.headers
        anthropic = api == .messages || api == .countTokens || headers.contains(name: "anthropic-version")
        self.body = body.flatMap { body in body.withUnsafeReadableBytes { try? JSONReader.value(of: $0) } } ?? .null
        if let authorization = headers.first(name: "authorization"), authorization.lowercased().hasPrefix("bearer ") {
            key = String(authorization.dropFirst(7))
        } else {
            key = headers.first(name: "x-api-key") ?? headers.first(name: "api-key")
        }
    }

    /// The behaviour that the request chooses, beginning with `initial`, and the model without its hint.
    func behaviour(_ initial: Behaviour) throws(Behaviour.Invalid) -> (Behaviour, model: String) {
        var behaviour = initial
        let model = Behaviour.hint(in: body["model"]?.text ?? "")
        if let hint = model.hint { try behaviour.set(hint: hint) }
        if let user = body["user"]?.text ?? body["metadata"]?["user_id"]?.text,
            let hint = Behaviour.hint(in: user).hint
        {
            try behaviour.set(hint: hint)
        }
        if let hint = body["metadata"]?["sim"]?.text { try behaviour.set(hint: hint) }
        for (name, value) in head.headers where Self.isSetting(name) {
            let setting = name.dropFirst(6).lowercased()
            if setting != "call" { try behaviour.set(setting, value) }
        }
        if let attempts = behaviour.failAttempts,
            (head.headers.first(name: "x-stainless-retry-count").flatMap { Int($0) } ?? 0) >= attempts
        {
            behaviour.status = nil
        }
        return (behaviour, model.text)
    }

    /// Whether a header's name begins with `x-sim-`, in whatever case.
    private static func isSetting(_ name: String) -> Bool {
        let name = name.utf8
        return name.count > 6 && zip(name, "x-sim-".utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }

    /// How the client wants the answer compressed.
    var acceptedEncoding: Behaviour.Encoding? {
        guard let accepted = head.headers.first(name: "accept-encoding")?.lowercased() else { return nil }
        let codings = accepted.split(separator: ",").map { $0.filter { $0 != " " } }
        if codings.contains(where: { $0 == "gzip" || $0.hasPrefix("gzip;") && !$0.hasSuffix("q=0") }) { return .gzip }
        return codings.contains { $0 == "deflate" } ? .deflate : nil
    }
}
