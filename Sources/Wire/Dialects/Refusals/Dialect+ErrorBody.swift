import JSONScanning

extension Dialect {
    /// The body (`application/json`) of `refusal` as this dialect's own API would write it, so that its SDKs raise
    /// the exceptions they raise for the provider.
    public func errorBody(_ refusal: Refusal) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(refusal.message.utf8.count + 96)
        switch self {
        case .openai, .azure:
            body.append(contentsOf: "{\"error\":{\"message\":".utf8)
            JSONEscapes.appendString(refusal.message, to: &body)
            body.append(contentsOf: ",\"type\":".utf8)
            JSONEscapes.appendString(Self.openAIType(refusal.status), to: &body)
            body.append(contentsOf: ",\"param\":null,\"code\":".utf8)
            JSONEscapes.appendString(refusal.code, to: &body)
            body.append(contentsOf: "}}".utf8)
        case .anthropic:
            body.append(contentsOf: "{\"type\":\"error\",\"error\":{\"type\":".utf8)
            JSONEscapes.appendString(Self.anthropicType(refusal.status), to: &body)
            body.append(contentsOf: ",\"message\":".utf8)
            JSONEscapes.appendString(refusal.message, to: &body)
            body.append(contentsOf: "}}".utf8)
        case .gemini:
            body.append(contentsOf: "{\"error\":{\"code\":\(refusal.status),\"message\":".utf8)
            JSONEscapes.appendString(refusal.message, to: &body)
            body.append(contentsOf: ",\"status\":".utf8)
            JSONEscapes.appendString(Self.googleStatus(refusal.status), to: &body)
            body.append(contentsOf: "}}".utf8)
        }
        return body
    }

    /// platform.openai.com/docs/guides/error-codes.
    private static func openAIType(_ status: Int) -> String {
        switch status {
        case 402: "insufficient_quota"
        case 403: "permission_error"
        case 429: "rate_limit_error"
        case ..<500: "invalid_request_error"
        default: "server_error"
        }
    }

    /// docs.anthropic.com/en/api/errors.
    private static func anthropicType(_ status: Int) -> String {
        switch status {
        case 401: "authentication_error"
        case 402: "billing_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 408, 504: "timeout_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 503, 529: "overloaded_error"
        case ..<500: "invalid_request_error"
        default: "api_error"
        }
    }

    /// google.rpc.Code, by the HTTP mapping of google/rpc/code.proto.
    private static func googleStatus(_ status: Int) -> String {
        switch status {
        case 401: "UNAUTHENTICATED"
        case 403: "PERMISSION_DENIED"
        case 404: "NOT_FOUND"
        case 409: "ABORTED"
        case 402, 429: "RESOURCE_EXHAUSTED"
        case 499: "CANCELLED"
        case 501: "UNIMPLEMENTED"
        case 502, 503: "UNAVAILABLE"
        case 408, 504: "DEADLINE_EXCEEDED"
        case ..<500: "INVALID_ARGUMENT"
        default: "INTERNAL"
        }
    }
}
