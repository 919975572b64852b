/// What one call really used, in classes that are the same for every provider: what the simulator made up before it was
/// written in the provider's own form, so that a reading of that form can be checked against it.
///
/// `input` and `output` are whole counts of what is billed; the classes after them are inside them.
struct Used: Sendable, Hashable {
    var input = 0
    var cached = 0
    var written = 0
    /// Of `written`, what is kept for an hour.
    var writtenForHour = 0
    var audioInput = 0
    var imageInput = 0
    var output = 0
    var reasoning = 0
    var audioOutput = 0
    var imageOutput = 0
    var citation = 0
    /// The length of audio that was uploaded.
    var audioMilliseconds: Int?
    /// Characters that were spoken, where they are what is billed.
    var characters: Int?
    var images = 0
    /// `quality/size` of each image, where they are what is billed.
    var imageVariant: String?
    /// Calls of built-in tools by the name of their price.
    var tools = Tools()
    /// The cost that the answer itself states, in USD.
    var statedCost: String?
    /// The service tier that served, as the answer says it.
    var tier: String?
    /// Where it was served, and how fast, where the request says so (Anthropic's `inference_geo` and `speed`).
    var geo: String?
    var speed: String?
    /// Whether nothing of it is billed.
    var free = false

    /// Calls of built-in tools that are billed each.
    struct Tools: Sendable, Hashable {
        var webSearches = 0
        var webSearchPreviews = 0
        var fileSearches = 0
        var codeSessions = 0
        var searchUnits = 0
    }

    /// The classes as JSON; what is zero is left out, but not `input_tokens` and `output_tokens`.
    var json: JSONValue {
        func some(_ count: Int) -> JSONValue? { count == 0 ? nil : .count(count) }
        let tokens: JSONValue = ["input_tokens": .count(input), "output_tokens": .count(output)]
        return
            tokens
            .with("cached_input_tokens", some(cached)).with("cache_write_tokens", some(written))
            .with("cache_write_1h_tokens", some(writtenForHour)).with("audio_input_tokens", some(audioInput))
            .with("image_input_tokens", some(imageInput)).with("reasoning_tokens", some(reasoning))
            .with("audio_output_tokens", some(audioOutput)).with("image_output_tokens", some(imageOutput))
            .with("citation_tokens", some(citation)).with("audio_ms", audioMilliseconds.map(JSONValue.count))
            .with("characters", characters.map(JSONValue.count)).with("images", some(images))
            .with("image_variant", imageVariant.map(JSONValue.string))
            .with("per_web_search", some(tools.webSearches))
            .with("per_web_search_preview", some(tools.webSearchPreviews))
            .with("per_file_search", some(tools.fileSearches)).with("per_code_session", some(tools.codeSessions))
            .with("per_search_unit", some(tools.searchUnits))
            .with("stated_cost_usd", statedCost.map(JSONValue.string)).with("tier", tier.map(JSONValue.string))
            .with("geo", geo.map(JSONValue.string)).with("speed", speed.map(JSONValue.string))
            .with("free", free ? true : nil)
    }
}
