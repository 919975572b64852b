/// One call of the synthetic traffic: a person, a part of an application, a model, a size, and sometimes a mishap.
struct DemoCall: Sendable, Hashable {
    let path: String
    let headers: [Header]
    let body: String
    /// The client hangs up after so many bytes of the answer; nil lets it read all of it.
    let abandonAfterBytes: Int?

    /// A header field.
    struct Header: Sendable, Hashable {
        let name: String
        let value: String
    }

    /// The next call that `generator` makes up.
    init(using generator: inout SeededGenerator) {
        let user = Self.users[Self.skewed(Self.users.count, &generator)]
        let use = Self.uses[Self.skewed(Self.uses.count, &generator)]
        let model = use.models[Int.random(in: 0..<use.models.count, using: &generator)]
        let stream = !use.embeds && Int.random(in: 0..<100, using: &generator) < use.streamPercent
        let sentences = Int.random(in: use.sentences, using: &generator)
        let prompt = String(repeating: "Please look at the quarterly figures of the harbour office. ", count: sentences)

        var headers = [
            Header(name: "content-type", value: "application/json"),
            Header(name: "x-tollgate-user", value: user), Header(name: "x-tollgate-component", value: use.component),
            Header(name: "x-sim-events", value: String(Int.random(in: use.pieces, using: &generator))),
            Header(name: "x-sim-delay-ms", value: String(Int.random(in: 40...900, using: &generator))),
        ]
        if stream {
            let pace = Int.random(in: 5...35, using: &generator)
            headers.append(Header(name: "x-sim-event-delay-ms", value: String(pace)))
        }
        headers += Self.mishap(stream: stream, &generator)
        abandonAfterBytes = stream && Int.random(in: 0..<100, using: &generator) < 3 ? 900 : nil

        let asked = "\"model\":\"\(model)\",\"stream\":\(stream)"
        let messages = "\"messages\":[{\"role\":\"user\",\"content\":\"\(prompt)\"}]"
        let bearer = Header(name: "authorization", value: "Bearer demo")
        if use.embeds {
            path = "/v1/embeddings"
            body = "{\"model\":\"\(model)\",\"input\":\"\(prompt)\",\"encoding_format\":\"base64\"}"
            headers.append(bearer)
        } else if model.hasPrefix("claude") {
            path = "/v1/messages"
            body = "{\(asked),\"max_tokens\":4096,\(messages)}"
            headers.append(Header(name: "x-api-key", value: "demo"))
            headers.append(Header(name: "anthropic-version", value: "2023-06-01"))
        } else if model.hasPrefix("gemini") {
            path = "/v1beta/models/\(model):" + (stream ? "streamGenerateContent?alt=sse" : "generateContent")
            body = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"\(prompt)\"}]}]}"
            headers.append(Header(name: "x-goog-api-key", value: "demo"))
        } else if use.responds {
            path = "/v1/responses"
            body = "{\(asked),\"input\":\"\(prompt)\"}"
            headers.append(bearer)
        } else {
            path = "/v1/chat/completions"
            body = "{\(asked),\(messages)}"
            headers.append(bearer)
        }
        self.headers = headers
    }

    /// What goes wrong now and then: too many requests, failures, bad requests, an overload, a cut line.
    private static func mishap(stream: Bool, _ generator: inout SeededGenerator) -> [Header] {
        switch Int.random(in: 0..<200, using: &generator) {
        case 0..<6: [Header(name: "x-sim-status", value: "429")]
        case 6..<9: [Header(name: "x-sim-status", value: "500")]
        case 9..<11: [Header(name: "x-sim-status", value: "400")]
        case 11..<13: [Header(name: "x-sim-status", value: "529")]
        case 13 where stream: [Header(name: "x-sim-cut-after-events", value: "12")]
        default: []
        }
    }

    /// An index below `count`; lower ones come more often, as users and uses do.
    private static func skewed(_ count: Int, _ generator: inout SeededGenerator) -> Int {
        min(Int.random(in: 0..<count, using: &generator), Int.random(in: 0..<count, using: &generator))
    }

    private static let users = ["ada", "grace", "linus", "margaret", "dennis", "barbara", "ken", "radia"]

    private struct Use {
        let component: String
        let models: [String]
        let streamPercent: Int
        let sentences: ClosedRange<Int>
        let pieces: ClosedRange<Int>
        var embeds = false
        /// OpenAI's models are asked for responses, not for chat completions.
        var responds = false
    }

    private static let uses = [
        Use(
            component: "chat", models: ["gpt-4o-mini", "gpt-4o", "claude-sonnet-4-5"], streamPercent: 90,
            sentences: 2...40, pieces: 20...220),
        Use(
            component: "search", models: ["text-embedding-3-small", "text-embedding-3-large"], streamPercent: 0,
            sentences: 4...60, pieces: 1...1, embeds: true),
        Use(
            component: "agent", models: ["gpt-5", "claude-sonnet-4-5", "claude-opus-4-5"], streamPercent: 60,
            sentences: 80...900, pieces: 60...400, responds: true),
        Use(
            component: "summaries", models: ["claude-haiku-4-5", "gpt-4.1-mini", "gemini-2.5-flash"], streamPercent: 10,
            sentences: 100...600, pieces: 40...160),
        Use(
            component: "experiments", models: ["acme-llm-1", "o4-mini", "gpt-4.1"], streamPercent: 50,
            sentences: 5...80, pieces: 20...120),
    ]
}
