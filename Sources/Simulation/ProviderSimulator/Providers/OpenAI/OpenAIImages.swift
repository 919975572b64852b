/// OpenAI's `POST /v1/images/generations`, `…/edits` and `…/variations`: pictures, plain or as partial ones that are
/// streamed; billed by tokens (gpt-image) or by the picture (dall-e).
struct OpenAIImages {
    private let call: Call
    private let count: Int
    private let partials: Int
    private let size: String
    private let quality: String
    private let byTokens: Bool
    private let used: Used
    private let textTokens: Int

    /// The answer to `call`; the body has been checked.
    init(_ call: Call) {
        self.call = call
        let body = call.body
        func number(_ name: String) -> Int? { body[name]?.integer ?? body[name]?.text.flatMap { Int($0) } }
        byTokens = !call.model.hasPrefix("dall-e")
        count = min(max(number("n") ?? 1, 1), 10)
        partials = byTokens ? min(max(number("partial_images") ?? 0, 0), 3) : 0
        let asked = body["size"]?.text ?? "auto"
        size = asked == "auto" ? "1024x1024" : asked
        let wanted = body["quality"]?.text ?? "auto"
        quality = wanted != "auto" ? wanted : byTokens ? "medium" : "standard"

        var used = Used()
        textTokens = ((body["prompt"]?.text ?? "").utf8.count + 3) / 4
        let uploaded = call.files.filter { $0.field.hasPrefix("image") }.count
        if byTokens {
            used.imageInput = uploaded * 194
            used.input = textTokens + used.imageInput
            used.imageOutput = count * Self.tokens(quality: quality, size: size) + count * partials * 100
            used.output = used.imageOutput
        } else {
            used.images = count
            used.imageVariant = "\(quality)/\(size)"
        }
        self.used = used
    }

    /// The answer.
    var reply: Reply { call.stream && byTokens ? streamed : plain }

    private var usage: JSONValue? {
        guard byTokens else { return nil }
        if let dictated = call.behaviour.usageValue { return dictated }
        return [
            "input_tokens": .count(used.input),
            "input_tokens_details": ["text_tokens": .count(textTokens), "image_tokens": .count(used.imageInput)],
            "output_tokens": .count(used.output), "total_tokens": .count(used.input + used.output),
        ]
    }

    private var picture: String { ReplyPicture.base64(atLeast: call.behaviour.chunkBytes) }

    private var plain: Reply {
        let link = call.body["response_format"]?.text != "b64_json" && !byTokens
        var data: [JSONValue] = []
        for index in 0..<count {
            let revised: JSONValue? = call.model == "dall-e-3" ? "A ledger, in oil." : nil
            data.append(
                link
                    ? JSONValue.object([]).with("revised_prompt", revised)
                        .with("url", .string("https://images.example.org/\(index).png"))
                    : ["b64_json": .string(picture)])
        }
        var answer: JSONValue = ["created": .count(call.now), "data": .array(data)]
        if byTokens {
            answer = answer.with([
                "background": "opaque", "output_format": "png", "quality": .string(quality), "size": .string(size),
            ])
            if !call.behaviour.noUsage { answer = answer.with("usage", usage) }
        }
        return .json(answer, usage: usage, used: used, call: call)
    }

    private var streamed: Reply {
        let kind = call.api == .imageEdits ? "image_edit" : "image_generation"
        func event(_ name: String, _ more: JSONValue) -> String {
            let value: JSONValue = [
                "type": .string("\(kind).\(name)"), "b64_json": .string(picture), "created_at": .count(call.now),
                "size": .string(size), "quality": .string(quality), "background": "opaque", "output_format": "png",
            ]
            return "event: \(kind).\(name)\ndata: \(value.with(more).json)\n\n"
        }
        let (partials, usage) = (partials, usage)
        let told = call.behaviour.noUsage ? nil : usage
        let source = EventSource(
            errorEvent: "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"image_generation_server_error\","
                + "\"code\":\"server_error\",\"message\":\"The server had an error.\",\"param\":null}}\n\n",
            isTerminal: { $0.hasPrefix("event: \(kind).completed") }
        ) { index in
            if index < partials { return event("partial_image", ["partial_image_index": .count(index)]) }
            return index == partials ? event("completed", JSONValue.object([]).with("usage", told)) : nil
        }
        return .events(source, usage: usage, used: used, call: call)
    }

    /// Tokens of one picture, as OpenAI's guide to image generation lists them.
    private static func tokens(quality: String, size: String) -> Int {
        let square = size == "1024x1024"
        switch quality {
        case "low": return square ? 272 : 408
        case "high": return square ? 4_160 : 6_240
        default: return square ? 1_056 : 1_584
        }
    }
}
