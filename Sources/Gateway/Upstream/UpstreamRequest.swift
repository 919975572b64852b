import Dialects
import HTTPMessages
import NIOCore

/// A request as the provider gets it: the caller's fields byte for byte and in order, apart from hop-by-hop fields,
/// `x-tollgate-*`, the host, keys that are replaced, and framing.
struct UpstreamRequest: Sendable {
    /// Head and the body's beginning, ready to be written; may be written twice (a stale connection).
    var bytes: ByteBuffer
    /// The rest of a large body, as it came in.
    var rest: ByteBuffer?
    var isHEAD: Bool

    /// Up to this much of a body is copied behind the head, so that one write carries both; bytes.
    private static let copiedBody = 16 << 10

    /// Makes the request for `route`.
    ///
    /// - Parameters:
    ///   - replacesKey: the provider's configured key takes the place of the caller's.
    ///   - streamed: the body; nil = it follows as it comes, framed as the client framed it.
    ///   - edit: what changes in the body.
    init(
        head: HTTPRequestHead, in headBytes: ByteBuffer, body streamed: ByteBuffer?, route: Route,
        provider: UpstreamProvider,
        replacesKey: Bool, edit: BodyEdit?
    ) {
        let body = streamed ?? ByteBuffer()
        let inserted = (edit?.inserted.count ?? 0) - (edit?.removed ?? 0)
        let length = body.readableBytes + inserted
        let capacity = headBytes.readableBytes + min(length, Self.copiedBody) + 256
        var out = ByteBufferAllocator().buffer(capacity: capacity)
        isHEAD = headBytes.text(head.method) == "HEAD"
        out.writeRange(head.method, of: headBytes)
        out.writeStaticString(" ")
        out.writeString(provider.pathPrefix)
        out.writeString(route.path)
        out.writeString(replacesKey ? Self.withoutKey(route.query) : route.query)
        out.writeStaticString(" HTTP/1.1\r\nHost: ")
        out.writeString(provider.authority)
        out.writeStaticString("\r\n")
        var saidEncoding = false
        out.writeFields(head.fields, known: head.known, of: headBytes) { field in
            switch field.known {
            case .host, .contentLength, .tollgate, .expect: return .drop
            case .authorization, .xAPIKey, .apiKey, .xGoogAPIKey: return replacesKey ? .drop : .keep
            case .acceptEncoding where route.api.isMetered:
                defer { saidEncoding = true }
                return saidEncoding ? .drop : .replace("Accept-Encoding: identity\r\n")
            default: return .keep
            }
        }
        if route.api.isMetered, !saidEncoding { out.writeStaticString("Accept-Encoding: identity\r\n") }
        if replacesKey, let key = provider.apiKey {
            Self.writeKey(key, dialect: Self.keyDialect(route, provider), to: &out)
        }
        if streamed == nil, case .length(let announced) = head.framing {
            out.writeStaticString("Content-Length: ")
            out.writeDecimal(announced)
            out.writeStaticString("\r\n")
        } else if streamed == nil {
            out.writeStaticString("Transfer-Encoding: chunked\r\n")
        } else if length > 0 || head.framing != .none {
            out.writeStaticString("Content-Length: ")
            out.writeDecimal(length)
            out.writeStaticString("\r\n")
        }
        out.writeStaticString("\r\n")
        let kept = (edit?.offset ?? 0) + (edit?.removed ?? 0)
        if let edit {
            out.writeRange(0..<edit.offset, of: body)
            out.writeBytes(edit.inserted)
        }
        let remaining = body.readableBytes - kept
        if remaining > Self.copiedBody {
            rest = body.getSlice(at: body.readerIndex + kept, length: remaining)
        } else {
            out.writeRange(kept..<body.readableBytes, of: body)
        }
        bytes = out
    }

    /// Whose header carries the key: the endpoints that Google and Anthropic have for OpenAI's clients want OpenAI's.
    private static func keyDialect(_ route: Route, _ provider: UpstreamProvider) -> Dialect {
        route.operation.dialect == .openai ? .openai : provider.dialect
    }

    private static func writeKey(_ key: String, dialect: Dialect, to out: inout ByteBuffer) {
        switch dialect {
        case .openai: out.writeStaticString("Authorization: Bearer ")
        case .anthropic: out.writeStaticString("x-api-key: ")
        case .gemini: out.writeStaticString("x-goog-api-key: ")
        case .azure: out.writeStaticString("api-key: ")
        }
        out.writeString(key)
        out.writeStaticString("\r\n")
    }

    /// The query without its `key` parameters.
    private static func withoutKey(_ query: String) -> String {
        guard query.contains("key=") else { return query }
        let kept = query.dropFirst().split(separator: "&", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("key=") }
        return kept.isEmpty ? "" : "?" + kept.joined(separator: "&")
    }
}
