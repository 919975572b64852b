import HTTPMessages
import Ledger
import NIOCore
import Usage

/// What the gateway reads from a request's header fields, besides framing.
struct RequestHeaders {
    /// The caller's key and where it stood; nil when there is none.
    var key: CallerKey?
    var user: String?
    var component: String?
    var tags: [UsageRecord.Tag] = []
    /// 32 hexadecimal digits of a valid `traceparent`.
    var traceID: String?
    var hints = Router.Hints()

    /// A key as the caller sent it.
    struct CallerKey {
        var value: String
        /// A `tg-…` key, wherever it travels.
        var isVirtual: Bool { value.hasPrefix("tg-") }
    }

    /// Attribution values are cut to this many code points (CONTRACTS.md "Attribution").
    static let maximumLength = 256
    /// Tags a call may carry.
    private static let maximumTags = 32

    /// Reads the fields of the head whose bytes are `bytes`.
    init(_ head: HTTPRequestHead, in bytes: ByteBuffer) {
        for field in head.fields {
            switch field.known {
            case .authorization:
                if let token = bytes.bearerToken(in: field.value) { offer(bytes.text(token)) }
            case .xAPIKey, .apiKey: offer(bytes.text(field.value))
            case .xGoogAPIKey:
                hints.hasGoogleKey = true
                offer(bytes.text(field.value))
            case .anthropicVersion: hints.hasAnthropicVersion = true
            case .traceparent: traceID = Self.traceID(bytes.text(field.value))
            case .tollgate: read(name: bytes.text(field.name).lowercased(), value: bytes.text(field.value))
            default: break
            }
        }
    }

    /// A key in the query (`?key=…`), which Gemini's clients use.
    mutating func readKey(fromQuery query: String) {
        guard !query.isEmpty else { return }
        for pair in query.drop(while: { $0 == "?" }).split(separator: "&") where pair.hasPrefix("key=") {
            hints.hasGoogleKey = true
            offer(String(pair.dropFirst(4)))
        }
    }

    /// A virtual key wins over another one, whatever their order.
    private mutating func offer(_ value: String) {
        guard !value.isEmpty else { return }
        if let key, key.isVirtual { return }
        let offered = CallerKey(value: value)
        if key == nil || offered.isVirtual { key = offered }
    }

    private mutating func read(name: String, value: String) {
        let bounded = value.firstCodePoints(Self.maximumLength)
        guard !bounded.isEmpty else { return }
        switch name {
        case "x-tollgate-user": user = bounded
        case "x-tollgate-component": component = bounded
        default:
            let prefix = "x-tollgate-tag-"
            guard name.hasPrefix(prefix), name.utf8.count > prefix.utf8.count, tags.count < Self.maximumTags else {
                return
            }
            tags.append(.init(name: name.dropFirst(prefix.count).firstCodePoints(Self.maximumLength), value: bounded))
        }
    }

    /// The trace id of a `traceparent` (W3C Trace Context, section 3.2); nil when it is not valid.
    private static func traceID(_ value: String) -> String? {
        let bytes = Array(value.utf8)
        guard bytes.count >= 55, bytes[2] == 0x2D, bytes[35] == 0x2D, bytes[52] == 0x2D else { return nil }
        let digits = bytes[0..<2] + bytes[3..<35] + bytes[36..<52] + bytes[53..<55]
        let isHex = digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard isHex, !(bytes[0] == 0x66 && bytes[1] == 0x66) else { return nil }
        if bytes[0] == 0x30, bytes[1] == 0x30, bytes.count != 55 { return nil }
        if bytes.count > 55, bytes[55] != 0x2D { return nil }
        guard bytes[3..<35].contains(where: { $0 != 0x30 }), bytes[36..<52].contains(where: { $0 != 0x30 }) else {
            return nil
        }
        return String(decoding: bytes[3..<35], as: UTF8.self)
    }
}
