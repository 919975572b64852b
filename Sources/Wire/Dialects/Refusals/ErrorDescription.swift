import JSONScanning
import Usage

/// What a provider's error body says about itself, in whatever shape: `{"error":{…}}`, `{"error":"…"}`, the error
/// itself, or (Gemini) an array with one in it.
struct ErrorDescription {
    /// Names that say what it is: `type`, `code`, `status`, `reason`, in lower case.
    private var names: [String] = []
    /// A number in the place of a code: an HTTP status.
    private var status: Int?

    /// The error in the object at `offset`, or the one that is all of `bytes`; of a body that breaks off, what was
    /// met before.
    init(at offset: Int = 0, in bytes: UnsafeRawBufferPointer) {
        var cursor = JSONCursor(bytes, at: offset)
        try? read(&cursor, levels: 6)
    }

    /// What it is by its own words; `server_error` when it does not say.
    var errorType: ErrorType { named ?? status.flatMap { Self.byStatus($0) } ?? .serverError }

    /// What it is by its own words; nil when they are not known.
    var named: ErrorType? {
        for (type, words) in Self.vocabulary {
            for name in names where words.contains(where: { name.contains($0) }) { return type }
        }
        return nil
    }

    /// What an HTTP status says.
    static func byStatus(_ status: Int) -> ErrorType? {
        switch status {
        case ..<400: nil
        case 401, 403: .authentication
        case 402, 429: .rateLimit
        case 408, 504, 524: .timeout
        case ..<500: .invalidRequest
        default: .serverError
        }
    }

    /// Parts of names, the most telling first.
    private static let vocabulary: [(ErrorType, [String])] = [
        (
            .contentFilter,
            ["content_filter", "content_policy", "responsibleaipolicy", "moderation", "safety_violation"]
        ),
        (.rateLimit, ["rate_limit", "quota", "too_many_requests", "resource_exhausted", "billing", "balance"]),
        (.authentication, ["authentication", "permission", "api_key", "unauthenticated", "unauthorized", "forbidden"]),
        (.timeout, ["timeout", "deadline_exceeded"]),
        (.serverError, ["overloaded", "server_error", "api_error", "internal", "unavailable", "engine"]),
        (
            .invalidRequest,
            ["invalid", "not_found", "context_length", "too_large", "unsupported", "bad_request", "validation"]
        ),
    ]

    private mutating func read(_ cursor: inout JSONCursor, levels: Int) throws(JSONScanError) {
        switch cursor.kind() {
        case .array where levels > 0:
            try cursor.elements { (cursor) throws(JSONScanError) in try read(&cursor, levels: levels - 1) }
        case .object where levels > 0:
            try cursor.members { (key, cursor) throws(JSONScanError) in try readMember(key, &cursor, levels) }
        default:
            try cursor.skipLoosely()
        }
    }

    private mutating func readMember(
        _ key: JSONString, _ cursor: inout JSONCursor, _ levels: Int
    ) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("error") || named("innererror") || named("details") {
            try read(&cursor, levels: levels - 1)
        } else if named("type") || named("code") || named("status") || named("reason") {
            switch cursor.kind() {
            case .string:
                let name = try cursor.string()
                if name.range.count <= 100, names.count < 16 { names.append(name.text(in: bytes).lowercased()) }
            case .number:
                let value = JSONDecimal(try cursor.number(), in: bytes).int64
                if let value, (400..<600).contains(value) { status = Int(value) }
            default:
                try cursor.skipLoosely()
            }
        } else {
            try cursor.skipLoosely()
        }
    }
}
