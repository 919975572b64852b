import Foundation
import NIOCore
import NIOHTTP1

/// A whole request that arrived, and what of it decides the answer.
struct ProviderRequest {
    /// Whose words errors and lists are in.
    enum Family {
        case openai
        case anthropic
        case gemini
    }

    let head: HTTPRequestHead
    let path: Substring
    let api: API
    let provider: Provider
    let family: Family
    /// The JSON body, or a form's text fields as an object.
    let body: JSONValue
    /// A form's files.
    let files: [MultipartForm.File]
    /// The key in `Authorization: Bearer`, `x-api-key`, `api-key`, `x-goog-api-key` or `?key=`.
    let key: String?

    /// Reads a request; a body that is neither JSON nor a form is `.null`.
    init(head: HTTPRequestHead, body: ByteBuffer?) {
        self.head = head
        let headers = head.headers
        path = head.uri.prefix { $0 != "?" }
        api = API(path: path)
        provider = Provider(path: path, api: api, headers: headers)
        family =
            switch provider {
            case _ where api == .messages || api == .countTokens: .anthropic
            case .anthropic: headers.contains(name: "anthropic-version") || api == .unknown ? .anthropic : .openai
            case .gemini: api == .chatCompletions || api == .embeddings ? .openai : .gemini
            default: .openai
            }
        let form = body.flatMap { body in
            headers.first(name: "content-type").flatMap { MultipartForm(body, contentType: $0) }
        }
        files = form?.files ?? []
        self.body =
            form?.fields
            ?? body.flatMap { body in body.withUnsafeReadableBytes { try? JSONReader.value(of: $0) } } ?? .null
        if let authorization = headers.first(name: "authorization"), authorization.lowercased().hasPrefix("bearer ") {
            key = String(authorization.dropFirst(7))
        } else {
            key =
                headers.first(name: "x-api-key") ?? headers.first(name: "api-key")
                ?? headers.first(name: "x-goog-api-key") ?? Self.query("key", of: head.uri)
        }
    }

    /// Whether Gemini shall send server-sent events.
    var wantsEvents: Bool { Self.query("alt", of: head.uri) == "sse" }

    /// The behaviour that the request chooses, beginning with `initial`, and the model without its hint.
    func behaviour(_ initial: Behaviour) throws(Behaviour.Invalid) -> (Behaviour, model: String) {
        var behaviour = initial
        let model = Behaviour.hint(in: namedModel)
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

    /// The model that the body names, or the path: Gemini's `/models/M:verb`, Azure's `/deployments/D/…`.
    private var namedModel: String {
        if let model = body["model"]?.text, api != .batchEmbedContents, family != .gemini { return model }
        let parts = path.split(separator: "/")
        guard let place = parts.lastIndex(where: { $0 == "models" || $0 == "deployments" }), place + 1 < parts.count
        else { return body["model"]?.text ?? "" }
        let name = parts[place + 1].prefix { $0 != ":" }
        return String(name).removingPercentEncoding ?? String(name)
    }

    /// Whether a header's name begins with `x-sim-`, in whatever case.
    private static func isSetting(_ name: String) -> Bool {
        let name = name.utf8
        return name.count > 6 && zip(name, "x-sim-".utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }

    /// The value of `name` in the query of `uri`.
    private static func query(_ name: String, of uri: String) -> String? {
        guard let mark = uri.firstIndex(of: "?") else { return nil }
        for pair in uri[mark...].dropFirst().split(separator: "&") where pair.hasPrefix(name + "=") {
            return String(pair.dropFirst(name.utf8.count + 1))
        }
        return nil
    }

    /// How the client wants the answer compressed.
    var acceptedEncoding: Behaviour.Encoding? {
        guard let accepted = head.headers.first(name: "accept-encoding")?.lowercased() else { return nil }
        let codings = accepted.split(separator: ",").map { $0.filter { $0 != " " } }
        if codings.contains(where: { $0 == "gzip" || $0.hasPrefix("gzip;") && !$0.hasSuffix("q=0") }) { return .gzip }
        return codings.contains { $0 == "deflate" } ? .deflate : nil
    }
}
