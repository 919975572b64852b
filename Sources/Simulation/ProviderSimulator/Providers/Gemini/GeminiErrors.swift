/// Gemini's refusals and failures, in its own words (google.rpc.Status).
enum GeminiErrors {
    /// The error body and headers for `status`; `detail` replaces the usual message.
    static func reply(_ status: Int, detail: String? = nil, model: String = "", behaviour: Behaviour) -> Reply {
        let usual = usual(status, model: model)
        let error: JSONValue = [
            "code": .count(status), "message": .string(detail ?? usual.message),
            "status": .string(behaviour.errorCode ?? usual.status),
        ]
        var reply = Reply.json(JSONValue.object([.init(name: "error", value: error)]).json, status: status)
        if let after = behaviour.retryAfter ?? ([429, 503].contains(status) ? "1" : nil) {
            reply.headers.append(("retry-after", after))
        }
        return reply
    }

    /// Why a request cannot be served; nil when it can.
    static func refusal(of call: Call) -> Reply? {
        guard case .object = call.body else {
            return reply(
                400, detail: "Invalid JSON payload received. Unexpected end of string.", behaviour: call.behaviour)
        }
        guard !call.model.hasPrefix("no-such-model") else {
            return reply(404, model: call.model, behaviour: call.behaviour)
        }
        let needed =
            switch call.api {
            case .embedContent: "content"
            case .batchEmbedContents: "requests"
            default: "contents"
            }
        // A count of tokens may be asked for a whole request.
        guard call.body[needed] != nil || call.body["generateContentRequest"] != nil else {
            return reply(
                400, detail: "* GenerateContentRequest.\(needed): \(needed) is not specified\n",
                behaviour: call.behaviour)
        }
        return nil
    }

    private static func usual(_ status: Int, model: String) -> (message: String, status: String) {
        switch status {
        case 400: ("Invalid value at 'generation_config.temperature' (TYPE_FLOAT), \"warm\"", "INVALID_ARGUMENT")
        case 401: ("Request had invalid authentication credentials.", "UNAUTHENTICATED")
        case 403:
            (
                "Method doesn't allow unregistered callers (callers without established identity). Please use API "
                    + "Key or other form of API consumer identity to call this API.", "PERMISSION_DENIED"
            )
        case 404:
            (
                "models/\(model) is not found for API version v1beta, or is not supported for generateContent.",
                "NOT_FOUND"
            )
        case 429:
            (
                "You exceeded your current quota, please check your plan and billing details.",
                "RESOURCE_EXHAUSTED"
            )
        case 503: ("The model is overloaded. Please try again later.", "UNAVAILABLE")
        case 504: ("Deadline expired before operation could complete.", "DEADLINE_EXCEEDED")
        case 500...599: ("An internal error has occurred.", "INTERNAL")
        default: ("The request was refused.", "FAILED_PRECONDITION")
        }
    }
}
