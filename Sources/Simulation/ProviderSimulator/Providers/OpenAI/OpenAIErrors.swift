/// OpenAI's refusals and failures, in its own words.
enum OpenAIErrors {
    /// The error body and headers for `status`; `detail` replaces the usual message.
    static func reply(
        _ status: Int, detail: String? = nil, parameter: String? = nil, model: String = "", behaviour: Behaviour
    )
        -> Reply
    {
        let usual = usual(status, model: model)
        let code = behaviour.errorCode ?? usual.code
        let type = behaviour.errorCode == "insufficient_quota" ? "insufficient_quota" : usual.type
        let message =
            behaviour.errorCode == "insufficient_quota"
            ? "You exceeded your current quota, please check your plan and billing details." : detail ?? usual.message
        var reply = Reply.json(
            """
            {
                "error": {
                    "message": \(JSONText.quoted(message)),
                    "type": "\(type)",
                    "param": \(parameter.map(JSONText.quoted) ?? "null"),
                    "code": \(code.map(JSONText.quoted) ?? "null")
                }
            }
            """, status: status)
        if let after = behaviour.retryAfter ?? ([429, 503, 529].contains(status) ? "1" : nil) {
            reply.headers.append(("retry-after", after))
        }
        return reply
    }

    /// Why a body cannot be served; nil when it can.
    static func refusal(of call: Call) -> Reply? {
        func missing(_ name: String) -> Reply {
            reply(
                400, detail: "Missing required parameter: '\(name)'.", parameter: name,
                behaviour: with(code: "missing_required_parameter", call))
        }
        guard case .object = call.body else {
            return reply(
                400,
                detail: "We could not parse the JSON body of your request. (HINT: This likely means you aren't using "
                    + "your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not "
                    + "valid JSON.)", behaviour: call.behaviour)
        }
        let modelIsOptional = [.moderations, .imageGenerations, .imageEdits, .imageVariations].contains(call.api)
        guard !call.model.isEmpty || modelIsOptional else {
            return reply(400, detail: "you must provide a model parameter", behaviour: call.behaviour)
        }
        guard !call.model.hasPrefix("no-such-model") else {
            return reply(404, model: call.model, behaviour: call.behaviour)
        }
        switch call.api {
        case .chatCompletions where call.body["messages"]?.elements.isEmpty ?? true: return missing("messages")
        case .embeddings where call.body["input"] == nil, .moderations where call.body["input"] == nil,
            .speech where call.body["input"] == nil:
            return missing("input")
        case .imageGenerations where call.body["prompt"] == nil: return missing("prompt")
        case .imageEdits where !call.files.contains { $0.field.hasPrefix("image") }: return missing("image")
        case .transcriptions where !call.files.contains { $0.field == "file" },
            .translations where !call.files.contains { $0.field == "file" }:
            return missing("file")
        default: return nil
        }
    }

    private static func with(code: String, _ call: Call) -> Behaviour {
        var behaviour = call.behaviour
        behaviour.errorCode = behaviour.errorCode ?? code
        return behaviour
    }

    private static func usual(_ status: Int, model: String) -> (message: String, type: String, code: String?) {
        switch status {
        case 400: ("Invalid value for 'temperature'.", "invalid_request_error", "invalid_value")
        case 401:
            (
                "Incorrect API key provided: bad-key. You can find your API key at "
                    + "https://platform.openai.com/account/api-keys.", "invalid_request_error", "invalid_api_key"
            )
        case 403:
            (
                "Country, region, or territory not supported", "request_forbidden",
                "unsupported_country_region_territory"
            )
        case 404:
            (
                "The model `\(model)` does not exist or you do not have access to it.", "invalid_request_error",
                "model_not_found"
            )
        case 413: ("Maximum content size limit (26214400) exceeded", "server_error", nil)
        case 429:
            (
                "Rate limit reached for \(model) in organization org-simulator on requests per min (RPM): Limit 3, "
                    + "Used 3, Requested 1. Please try again in 1s. Visit "
                    + "https://platform.openai.com/account/rate-limits to learn more.", "requests",
                "rate_limit_exceeded"
            )
        case 503, 529: ("The engine is currently overloaded, please try again later", "server_error", nil)
        case 500...599:
            ("The server had an error while processing your request. Sorry about that!", "server_error", nil)
        default: ("The request was refused.", "invalid_request_error", nil)
        }
    }
}
