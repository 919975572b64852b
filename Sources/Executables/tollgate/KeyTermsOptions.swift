import ArgumentParser

/// What a virtual key grants, for the commands that make or change one.
struct KeyTermsOptions: ParsableArguments {
    @Option(help: "The user whose spend the key's calls are.")
    var owner: String

    @Option(help: "The component that its calls are of, where they name none.")
    var component: String?

    @Option(help: "A tag, NAME=VALUE; may be given more than once.")
    var tag: [String] = []

    @Option(parsing: .upToNextOption, help: "Models that it may call; a * at the end stands for any rest.")
    var models: [String] = []

    @Option(parsing: .upToNextOption, help: "Providers that it may call.")
    var providers: [String] = []

    @Option(help: "Requests a minute.")
    var requestsPerMinute: Int?

    @Option(help: "Input and output tokens a minute.")
    var tokensPerMinute: Int?

    @Option(help: "Requests at once.")
    var maxConcurrent: Int?

    @Option(help: "When it ends: a date or an RFC 3339 time.")
    var expiresAt: String?

    @Flag(help: "Its caller may name any user.")
    var trusted = false

    /// The members of a request's body.
    func body() throws -> [String: Any] {
        var body: [String: Any] = ["owner": owner]
        body["component"] = component
        var tags: [String: String] = [:]
        for text in tag {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw ValidationError("'\(text)' is not NAME=VALUE.") }
            tags[String(parts[0])] = String(parts[1])
        }
        if !tags.isEmpty { body["tags"] = tags }
        if !models.isEmpty { body["models"] = models }
        if !providers.isEmpty { body["providers"] = providers }
        body["requests_per_minute"] = requestsPerMinute
        body["tokens_per_minute"] = tokensPerMinute
        body["max_concurrent"] = maxConcurrent
        body["expires_at"] = expiresAt
        if trusted { body["trusted"] = true }
        return body
    }
}
