import Dialects
import Testing

@Suite struct RequestParametersTests {
    private func parameters(_ body: String, _ api: API) -> RequestParameters {
        Array(body.utf8).withUnsafeBytes { RequestParameters($0, api: api) }
    }

    @Test func `a chat's`() {
        let found = parameters(
            #"""
            {"model":"m","messages":[{"role":"user","content":"temperature"}],"temperature":0.7,"top_p":1e-1,"seed":-3,
            "frequency_penalty":-0.5,"presence_penalty":2,"stop":["END","\n"],"reasoning_effort":"high",
            "response_format":{"type":"json_schema","json_schema":{"name":"x"}}}
            """#, .chatCompletions)
        var wanted = RequestParameters()
        wanted.temperature = 0.7
        wanted.topP = 0.1
        wanted.seed = -3
        wanted.frequencyPenalty = -0.5
        wanted.presencePenalty = 2
        wanted.stopSequences = ["END", "\n"]
        wanted.reasoningLevel = "high"
        wanted.outputType = "json"
        #expect(found == wanted)
        #expect(parameters(#"{"stop":"END"}"#, .chatCompletions).stopSequences == ["END"])
    }

    @Test func `a response's`() {
        let found = parameters(
            #"""
            {"input":"x","reasoning":{"effort":"low","summary":"auto"},"text":{"format":{"type":"text"}},"top_p":0.5,
            "conversation":{"id":"conv_1"}}
            """#, .responses)
        #expect(found.reasoningLevel == "low" && found.outputType == "text" && found.topP == 0.5)
        #expect(found.conversation == "conv_1" && found.temperature == nil)
        #expect(parameters(#"{"conversation":"conv_2"}"#, .responses).conversation == "conv_2")
    }

    @Test func `Anthropic's`() {
        let found = parameters(
            #"{"temperature":1,"top_k":40,"stop_sequences":["a"],"output_config":{"effort":"medium"}}"#, .messages)
        #expect(found.temperature == 1 && found.topK == 40 && found.stopSequences == ["a"])
        #expect(found.reasoningLevel == "medium")
    }

    @Test func `Gemini's, in both spellings`() {
        let found = parameters(
            #"""
            {"generationConfig":{"temperature":0.2,"topP":0.9,"topK":40.0,"seed":7,"stopSequences":["a","b"],
            "presencePenalty":0.1,"frequencyPenalty":0.3,"responseMimeType":"application/json",
            "thinkingConfig":{"thinkingLevel":"high"}}}
            """#, .generateContent)
        #expect(found.temperature == 0.2 && found.topP == 0.9 && found.topK == 40 && found.seed == 7)
        #expect(found.stopSequences == ["a", "b"] && found.presencePenalty == 0.1 && found.frequencyPenalty == 0.3)
        #expect(found.outputType == "json" && found.reasoningLevel == "high")
        let snake = parameters(
            #"{"generation_config":{"top_k":3,"response_modalities":["TEXT","AUDIO"]}}"#, .generateContent)
        #expect(snake.topK == 3 && snake.outputType == "speech")
    }

    @Test func `embeddings' and images'`() {
        let found = parameters(#"{"input":"x","encoding_format":"base64","dimensions":256}"#, .embeddings)
        #expect(found.encodingFormats == ["base64"] && found.dimensions == 256)
        #expect(parameters("{}", .images).outputType == "image")
    }

    @Test(arguments: [
        "", "7", "[", #"{"temperature":"hot","top_k":1.5,"seed":1e30,"stop":{"a":1},"reasoning":7,"text":[]}"#,
        #"{"text":{"text":{"text":{"text":{"reasoning":{"effort":"high"}}}}}}"#, #"{"temperature":1e999}"#,
    ])
    func `what cannot be read counts as absent`(body: String) {
        #expect(parameters(body, .responses) == RequestParameters())
    }

    @Test func `what is long is cut, and an unmetered body is not looked at`() {
        let long = String(repeating: "x", count: 1_000)
        let stops = parameters(
            "{\"stop\":[" + Array(repeating: "\"\(long)\"", count: 40).joined(separator: ",") + "]}", .chatCompletions)
        #expect(stops.stopSequences.count == 16 && stops.stopSequences.allSatisfy { $0.count == 128 })
        #expect(parameters(#"{"temperature":1}"#, .unmetered) == RequestParameters())
    }
}
