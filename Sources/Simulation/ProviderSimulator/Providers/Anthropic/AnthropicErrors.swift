/// Anthropic's refusals and failures, in its own words.
enum AnthropicErrors {
    /// The error body and headers for `status`; `detail` replaces the usual message.
    static func reply(_ status: Int, detail: String? = nil, requestID: String, model: String = "", behaviour: Behaviour)
        -> Reply
    {
        let usual = usual(status, model: model)
        var reply = Reply.json(
            "{\"type\":\"error\",\"error\":{\"type\":\"\(behaviour.errorCode ?? usual.type)\",\"message\":"
                + "\(JSONText.quoted(detail ?? usual.message))},\"request_id\":\"\(requestID)\"}", status: status)
        reply.headers.append(("x-should-retry", status == 429 || status >= 500 ? "true" : "false"))
        if let after = behaviour.retryAfter ?? ([429, 503, 529].contains(status) ? "1" : nil) {
            reply.headers.append(("retry-after", after))
        }
        return reply
    }

    /// Why a request cannot be served; nil when it can.
    static func refusal(of call: Call, version: String?, requestID: String) -> Reply? {
        func refused(_ message: String) -> Reply {
            reply(400, detail: message, requestID: requestID, behaviour: call.behaviour)
        }
        guard version != nil else { return refused("anthropic-version: header is required") }
        guard case .object = call.body else {
            return refused("The request body is not valid JSON: expected value at line 1 column 1")
        }
        guard !call.model.isEmpty else { return refused("model: Field required") }
        guard !call.model.hasPrefix("no-such-model") else {
            return reply(404, requestID: requestID, model: call.model, behaviour: call.behaviour)
        }
        guard !(call.body["messages"]?.elements.isEmpty ?? true) else {
            return refused(
                call.body["messages"] == nil ? "messages: Field required" : "messages: at least one message is required"
            )
        }
        guard call.api == .countTokens || call.body["max_tokens"]?.integer != nil else {
            return refused("max_tokens: Field required")
        }
        return nil
    }

    private static func usual(_ status: Int, model: String) -> (message: String, type: String) {
        switch status {
        case 401: ("invalid x-api-key", "authentication_error")
        case 403: ("Your API key does not have permission to use the specified resource.", "permission_error")
        case 404: ("model: \(model)", "not_found_error")
        case 413: ("Request exceeds the maximum size", "request_too_large")
        case 429:
            (
                "This request would exceed your organization's rate limit of 50 requests per minute. For details, "
                    + "refer to: https://docs.anthropic.com/en/api/rate-limits.", "rate_limit_error"
            )
        case 504: ("Request timed out", "timeout_error")
        case 529: ("Overloaded", "overloaded_error")
        case 500...599: ("Internal server error", "api_error")
        default: ("temperature: range: 0..1", "invalid_request_error")
        }
    }
}
