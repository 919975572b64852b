/// One request as a provider sees it: routed, its body read, its behaviour chosen.
struct Call: Sendable {
    let api: API
    let provider: Provider
    let body: JSONValue
    /// Files of a form.
    var files: [MultipartForm.File] = []
    let behaviour: Behaviour
    /// The model asked for, without a hint.
    let model: String
    let identifiers: Identifiers
    /// Seconds since 1970.
    let now: Int
    /// Whether the request's query asks for server-sent events (Gemini's `alt=sse`).
    var wantsEvents = false

    /// Whether a stream is asked for; a form's fields are text.
    var stream: Bool {
        if api == .streamGenerateContent { return true }
        if api == .speech { return body["stream_format"]?.text == "sse" }
        return body["stream"]?.truth ?? (body["stream"]?.text == "true")
    }

    /// The model that answers.
    var servedModel: String { behaviour.model ?? ServedModel.name(for: model, provider: provider) }

    /// How many pieces an answer has, before any cap: the same for the same prompt.
    func pieces(prompt: Int) -> Int {
        behaviour.events ?? 8 + Int((UInt64(prompt) &* 2_654_435_761) >> 20 & 15)
    }
}
