/// The route of a call, of few different values: never a path with a model, a deployment or an id in it.
enum HTTPRoute {
    /// `/v1/chat/completions`; nil for what is not metered, and for paths whose parts vary.
    static func template(api: String, path: String) -> String? {
        guard api != "unmetered" else { return nil }
        let parts = path.split(separator: "/")
        let isFixed = parts.count <= 5 && parts.allSatisfy { known.contains($0) }
        return isFixed ? path : nil
    }

    private static let known: Set<Substring> = [
        "v1", "v2", "v1beta", "api", "openai", "chat", "completions", "embeddings", "messages", "responses",
        "moderations", "images", "generations", "edits", "variations", "audio", "transcriptions", "translations",
        "speech", "embed", "rerank", "ocr", "interactions", "compact", "count_tokens", "input_tokens",
    ]
}
