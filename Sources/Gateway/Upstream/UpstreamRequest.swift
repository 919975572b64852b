import Dialects
import HTTPMessages
import NIOCore

/// A request as the provider gets it: the caller's fields byte for byte and in order, apart from hop-by-hop fields,
/// `x-tollgate-*`, the host, keys that are replaced, and framing.
struct UpstreamRequest {
    /// Head and the body's beginning, ready to be written; may be written twice (a stale connection).
    var bytes: ByteBuffer
    /// The rest of a large body, as it came in.
    var rest: ByteBuffer?
    /// A body that is in a file, to be sent behind `bytes` a window at a time.
    var windows: BodyWindows?
    /// That body, without the edits.
    private(set) var spooled: SpooledBody?
    var isHEAD: Bool
    /// Where in `bytes` the body begins.
    private let headLength: Int

    /// Up to this much of a body is copied behind the head, so that one write carries both; bytes.
    private static let copiedBody = 16 << 10

    /// Makes the request for `route`.
    ///
    /// - Parameters:
    ///   - replacesKey: the provider's configured key takes the place of the caller's.
    ///   - body: nil = it follows as it comes, framed as the client framed it.
    ///   - edits: what changes in the body, in the order of their offsets; they do not overlap.
    ///   - traceLines: what takes the place of `traceparent` and `tracestate`; nil = they pass as they came.
    init(
        head: HTTPRequestHead, in headBytes: ByteBuffer, body: RequestBody?, route: Route,
        provider: UpstreamProvider,
        replacesKey: Bool, edits: [BodyEdit], traceLines: String? = nil
    ) {
        let length = edits.reduce(body?.count ?? 0) { $0 + $1.growth }
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
        let isMetered = route.api.isMetered
        var saidEncoding = false
        out.writeFields(head.fields, known: head.known, of: headBytes) { field in
            switch field.known {
            case .host, .contentLength, .tollgate, .expect: return .drop
            case .traceparent, .tracestate: return traceLines == nil ? .keep : .drop
            case .authorization, .xAPIKey, .apiKey, .xGoogAPIKey: return replacesKey ? .drop : .keep
            case .acceptEncoding where isMetered:
                defer { saidEncoding = true }
                return saidEncoding ? .drop : .replace("Accept-Encoding: identity\r\n")
            default: return .keep
            }
        }
        if isMetered, !saidEncoding { out.writeStaticString("Accept-Encoding: identity\r\n") }
        if let traceLines { out.writeString(traceLines) }
        if replacesKey, let key = provider.apiKey {
            Self.writeKey(key, dialect: Self.keyDialect(route, provider), to: &out)
        }
        if body == nil, case .length(let announced) = head.framing {
            out.writeStaticString("Content-Length: ")
            out.writeDecimal(announced)
            out.writeStaticString("\r\n")
        } else if body == nil {
            out.writeStaticString("Transfer-Encoding: chunked\r\n")
        } else if length > 0 || head.framing != .none {
            out.writeStaticString("Content-Length: ")
            out.writeDecimal(length)
            out.writeStaticString("\r\n")
        }
        out.writeStaticString("\r\n")
        headLength = out.readableBytes
        switch body {
        case .memory(let body): rest = Self.write(body, edits, to: &out)
        case .file(let body):
            windows = BodyWindows(body, edits: edits)
            spooled = body
        case nil: break
        }
        bytes = out
    }

    /// Writes the body; what is left of a large one, behind its last edit, is returned.
    private static func write(_ body: ByteBuffer, _ edits: [BodyEdit], to out: inout ByteBuffer) -> ByteBuffer? {
        var kept = 0
        for edit in edits {
            out.writeRange(kept..<edit.offset, of: body)
            out.writeBytes(edit.inserted)
            kept = edit.offset + edit.removed
        }
        let remaining = body.readableBytes - kept
        if remaining > copiedBody { return body.getSlice(at: body.readerIndex + kept, length: remaining) }
        out.writeRange(kept..<body.readableBytes, of: body)
        return nil
    }

    /// Whose header carries the key: the endpoints that Google and Anthropic have for OpenAI's clients want OpenAI's.
    private static func keyDialect(_ route: Route, _ provider: UpstreamProvider) -> Dialect {
        route.operation.dialect == .openai ? .openai : provider.dialect
    }

    /// The body as it goes out, in one or two pieces that share its memory; empty where it is in a file.
    var body: [ByteBuffer] {
        [bytes.getSlice(at: bytes.readerIndex + headLength, length: bytes.readableBytes - headLength), rest]
            .compactMap { $0 }
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
        guard !query.isEmpty, query.contains("key=") else { return query }
        let kept = query.dropFirst().split(separator: "&", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("key=") }
        return kept.isEmpty ? "" : "?" + kept.joined(separator: "&")
    }
}
