extension API {
    /// The API that `method` on `path` calls: the path without the gateway's provider prefix; a query is ignored.
    public static func recognize(method: String, path: some StringProtocol, dialect: Dialect) -> API {
        guard method == "POST" else { return .unmetered }
        if path.hasSuffix("/chat/completions") { return .chatCompletions }
        if path.hasSuffix("/embeddings") { return .embeddings }
        if path.hasSuffix("/messages") { return .messages }
        return .unmetered
    }
}
