import Dialects
import Testing

@Suite struct OutputCapTests {
    struct Case: Sendable {
        var api: API
        var flavor: UsageFlavor = .openai
        var body: String
        var capped: String
    }

    @Test(arguments: [
        Case(
            api: .chatCompletions, body: #"{"model":"m","max_tokens":900,"n":1}"#,
            capped: #"{"model":"m","max_tokens":20,"n":1}"#),
        Case(
            api: .chatCompletions, body: #"{"max_completion_tokens": 900 ,"max_tokens":null}"#,
            capped: #"{"max_completion_tokens": 20 ,"max_tokens":20}"#),
        Case(
            api: .chatCompletions, body: #" {"model":"m"}"#, capped: #" {"max_completion_tokens":20,"model":"m"}"#),
        Case(api: .chatCompletions, flavor: .groq, body: "{}", capped: #"{"max_tokens":20}"#),
        Case(api: .chatCompletions, body: #"{"max_tokens":5}"#, capped: #"{"max_tokens":5}"#),
        Case(api: .messages, body: #"{"max_tokens":64000}"#, capped: #"{"max_tokens":20}"#),
        Case(api: .responses, body: #"{"input":"x"}"#, capped: #"{"max_output_tokens":20,"input":"x"}"#),
        Case(
            api: .generateContent, body: #"{"contents":[],"generationConfig":{"maxOutputTokens":100,"topK":1}}"#,
            capped: #"{"contents":[],"generationConfig":{"maxOutputTokens":20,"topK":1}}"#),
        Case(
            api: .generateContent, body: #"{"contents":[]}"#,
            capped: #"{"generationConfig":{"maxOutputTokens":20},"contents":[]}"#),
        Case(
            api: .generateContent, body: #"{"generationConfig":{}}"#,
            capped: #"{"generationConfig":{"maxOutputTokens":20}}"#),
        // A name that is written with an escape, and the same one in a message.
        Case(
            api: .messages, body: #"{"messages":[{"max_tokens":9999}],"max\u005ftokens":64000}"#,
            capped: #"{"messages":[{"max_tokens":9999}],"max\u005ftokens":20}"#),
    ])
    func `the cap is lowered where the API has it, and nothing else is changed`(_ example: Case) throws {
        let body = Array(example.body.utf8)
        let edits = try #require(
            body.withUnsafeBytes { OutputCap.edits(to: 20, of: $0, api: example.api, flavor: example.flavor) })
        var capped: [UInt8] = []
        var kept = 0
        for edit in edits {
            capped += body[kept..<edit.offset] + edit.inserted
            kept = edit.offset + edit.removed
        }
        capped += body[kept...]
        #expect(String(decoding: capped, as: UTF8.self) == example.capped)
    }

    @Test func `an API without a cap has no edit`() {
        let body = Array(#"{"input":"x"}"#.utf8)
        #expect(body.withUnsafeBytes { OutputCap.edits(to: 1, of: $0, api: .embeddings, flavor: .openai) } == nil)
    }
}
