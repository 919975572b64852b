/// OpenAI's `POST /v1/moderations`, which is free: a verdict for each input.
enum OpenAIModeration {
    private static let textOnly = [
        "harassment", "harassment/threatening", "sexual/minors", "hate", "hate/threatening", "illicit",
        "illicit/violent",
    ]
    private static let alsoImages = [
        "self-harm/intent", "self-harm/instructions", "self-harm", "sexual", "violence", "violence/graphic",
    ]

    /// The answer to `call`; an input that says "kill" is flagged.
    static func reply(to call: Call) -> Reply {
        let input = call.body["input"] ?? .null
        let parts = input.elements.contains { $0["type"] != nil } ? [input] : input.elements
        let results = (parts.isEmpty ? [input] : parts).map(verdict)
        let answer: JSONValue = [
            "id": .string(call.identifiers.token("modr-", length: 29)), "model": .string(call.servedModel),
            "results": .array(results),
        ]
        var used = Used()
        used.free = true
        return .json(answer, usage: nil, used: used, call: call)
    }

    private static func verdict(_ input: JSONValue) -> JSONValue {
        let flagged = input.json.contains("kill")
        let categories = textOnly + alsoImages
        func each(_ value: (String) -> JSONValue) -> JSONValue {
            .object(categories.map { JSONValue.Member(name: $0, value: value($0)) })
        }
        return [
            "flagged": .bool(flagged), "categories": each { .bool(flagged && $0 == "violence") },
            "category_scores": each { .number(flagged && $0 == "violence" ? "0.9931" : "0.00012") },
            "category_applied_input_types": each { textOnly.contains($0) ? ["text"] : ["text", "image"] },
        ]
    }
}
