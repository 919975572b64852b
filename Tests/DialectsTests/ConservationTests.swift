import Dialects
import Testing
import Usage

/// The conservation law in every dialect: the classes add up to the provider's own totals, none is negative, whatever the
/// parts say; and what a stream says is what the same answer says at once.
struct ConservationTests {
    /// An answer at random: as a body, as events, and what its provider's totals are.
    struct Answer {
        var api: API
        var flavor: UsageFlavor
        var body: String
        var stream: String
        var input: Int64
        var output: Int64
    }

    /// Numbers at random, many of them 0.
    struct Numbers {
        private var generator: SeededGenerator

        init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

        mutating func next(_ limit: Int64 = 1000) -> Int64 {
            Int.random(in: 0..<3, using: &generator) == 0 ? 0 : Int64.random(in: 0...limit, using: &generator)
        }
    }

    /// A dialect, by the maker of its answers.
    struct Dialectic: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var make: @Sendable (inout Numbers) -> Answer

        init(_ name: String, _ make: @escaping @Sendable (inout Numbers) -> Answer) {
            testDescription = name
            self.make = make
        }
    }

    static let dialects = [
        Dialectic("OpenAI chat") { chat(&$0, .openai) { prompt, completion, _ in (prompt, completion) } },
        Dialectic("Azure chat") { chat(&$0, .azure) { prompt, completion, _ in (prompt, completion) } },
        Dialectic("Mistral chat") { chat(&$0, .mistral) { prompt, completion, _ in (prompt, completion) } },
        Dialectic("OpenRouter chat") { chat(&$0, .openrouter) { prompt, completion, _ in (prompt, completion) } },
        Dialectic("Gemini's chat, thoughts beside") { numbers in
            chat(&numbers, .gemini, beside: true) { prompt, completion, thoughts in (prompt, completion + thoughts) }
        },
        Dialectic("xAI chat, reasoning beside") { numbers in
            chat(&numbers, .xai, beside: true) { prompt, completion, reasoning in (prompt, completion + reasoning) }
        },
        Dialectic("OpenAI responses") { responses(&$0, .openai) },
        Dialectic("xAI responses, reasoning inside") { responses(&$0, .xai) },
        Dialectic("Anthropic", messages), Dialectic("Gemini", gemini), Dialectic("images", images),
        Dialectic("transcription", transcription), Dialectic("speech", speech),
    ]

    @Test(arguments: dialects)
    func `classes add up to the provider's totals, at once and streamed`(_ dialect: Dialectic) throws {
        var numbers = Numbers(seed: 11)
        for _ in 0..<400 {
            let answer = dialect.make(&numbers)
            let whole = try #require(read(answer.body, answer.api, answer.flavor).usage, "\(answer.body)")
            #expect(whole.allTokens.inputTotal == answer.input, "\(answer.body)")
            #expect(whole.allTokens.outputTotal == answer.output, "\(answer.body)")
            for tokens in [whole.tokens] + whole.additional.map(\.tokens) {
                let classes = Mirror(reflecting: tokens).children.map { $0.value as? Int64 ?? -1 }
                #expect(classes.allSatisfy { $0 >= 0 }, "\(tokens) \(answer.body)")
            }
            #expect(whole.rejected.isEmpty)
            let streamed = relay(answer.stream, api: answer.api, flavor: answer.flavor).response.usage
            #expect(streamed == whole, "\(answer.stream)")
        }
    }

    private static func event(_ type: String, _ data: String) -> String { "event: \(type)\ndata: \(data)\n\n" }

    /// - Parameter beside: reasoning is not in the completion, and only the total tells.
    private static func chat(
        _ numbers: inout Numbers, _ flavor: UsageFlavor, beside: Bool = false,
        _ totals: (Int64, Int64, Int64) -> (Int64, Int64)
    ) -> Answer {
        let (prompt, completion) = (numbers.next() + 1, numbers.next())
        let reasoning = beside ? numbers.next(500) : min(numbers.next(500), completion)
        let usage = """
            {"prompt_tokens":\(prompt),"completion_tokens":\(completion),\
            "total_tokens":\(prompt + completion + (beside ? reasoning : 0)),\
            "prompt_tokens_details":{"cached_tokens":\(numbers.next(1200)),"audio_tokens":\(numbers.next(600))},\
            "completion_tokens_details":{"reasoning_tokens":\(reasoning)}}
            """
        let (input, output) = totals(prompt, completion, reasoning)
        return Answer(
            api: .chatCompletions, flavor: flavor,
            body:
                #"{"id":"c","model":"m","choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"usage":\#(usage)}"#,
            stream: #"data: {"id":"c","model":"m","choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}"#
                + "\n\n"
                + #"data: {"id":"c","model":"m","choices":[],"usage":\#(usage)}"# + "\n\ndata: [DONE]\n\n",
            input: input, output: output)
    }

    private static func responses(_ numbers: inout Numbers, _ flavor: UsageFlavor) -> Answer {
        let (input, output) = (numbers.next() + 1, numbers.next())
        let response = """
            {"id":"r","model":"m","status":"completed","output":[],"usage":{"input_tokens":\(input),\
            "input_tokens_details":{"cached_tokens":\(numbers.next(1200)),"cache_write_tokens":\(numbers.next(400))},\
            "output_tokens":\(output),"output_tokens_details":{"reasoning_tokens":\(numbers.next(1200))},\
            "total_tokens":\(input + output)}}
            """
        return Answer(
            api: .responses, flavor: flavor, body: response,
            stream: event("response.completed", #"{"type":"response.completed","response":\#(response)}"#),
            input: input, output: output)
    }

    @Sendable private static func messages(_ numbers: inout Numbers) -> Answer {
        let (input, read, written, output) = (numbers.next() + 1, numbers.next(), numbers.next(), numbers.next())
        let long = min(numbers.next(500), written)
        let usage = """
            {"input_tokens":\(input),"cache_read_input_tokens":\(read),"cache_creation_input_tokens":\(written),\
            "cache_creation":{"ephemeral_5m_input_tokens":\(written - long),"ephemeral_1h_input_tokens":\(long)},\
            "output_tokens":\(output),"output_tokens_details":{"thinking_tokens":\(numbers.next(1200))}}
            """
        return Answer(
            api: .messages, flavor: .anthropic, body: #"{"id":"m","type":"message","model":"m","usage":\#(usage)}"#,
            stream: event(
                "message_start",
                #"{"type":"message_start","message":{"id":"m","model":"m","usage":{"input_tokens":1,"output_tokens":1}}}"#
            )
                + event("message_delta", #"{"type":"message_delta","delta":{},"usage":\#(usage)}"#)
                + event("message_stop", #"{"type":"message_stop"}"#),
            input: input + read + written, output: output)
    }

    @Sendable private static func gemini(_ numbers: inout Numbers) -> Answer {
        let (prompt, tool, candidates, thoughts) = (
            numbers.next() + 1, numbers.next(100), numbers.next(), numbers.next()
        )
        let chunk = """
            {"candidates":[{"content":{"parts":[{"text":"a"}]}}],"usageMetadata":{"promptTokenCount":\(prompt),\
            "toolUsePromptTokenCount":\(tool),"candidatesTokenCount":\(candidates),"thoughtsTokenCount":\(thoughts),\
            "cachedContentTokenCount":\(numbers.next(1200)),"promptTokensDetails":[{"modality":"AUDIO","tokenCount":\
            \(numbers.next(600))},{"modality":3,"tokenCount":\(numbers.next(600))}],"totalTokenCount":\
            \(prompt + tool + candidates + thoughts)},"modelVersion":"gemini-2.5-flash"}
            """
        return Answer(
            api: .generateContent, flavor: .gemini, body: chunk, stream: "data: \(chunk)\r\n\r\n",
            input: prompt + tool, output: candidates + thoughts)
    }

    @Sendable private static func images(_ numbers: inout Numbers) -> Answer {
        let (input, output) = (numbers.next() + 1, numbers.next())
        let usage = """
            "usage":{"input_tokens":\(input),"input_tokens_details":{"image_tokens":\(numbers.next(1200)),\
            "text_tokens":1},"output_tokens":\(output),"total_tokens":\(input + output)}
            """
        return Answer(
            api: .images, flavor: .openai, body: #"{"created":1,"data":[{"b64_json":"QQ=="}],\#(usage)}"#,
            stream: event(
                "image_generation.completed", #"{"type":"image_generation.completed","b64_json":"QQ==",\#(usage)}"#),
            input: input, output: output)
    }

    @Sendable private static func transcription(_ numbers: inout Numbers) -> Answer {
        let (input, output) = (numbers.next() + 1, numbers.next())
        let usage = """
            "usage":{"type":"tokens","input_tokens":\(input),"input_token_details":{"audio_tokens":\(numbers.next(1200)),\
            "text_tokens":0},"output_tokens":\(output),"total_tokens":\(input + output)}
            """
        return Answer(
            api: .transcriptions, flavor: .openai, body: #"{"text":"a",\#(usage)}"#,
            stream: event("transcript.text.done", #"{"type":"transcript.text.done","text":"a",\#(usage)}"#),
            input: input, output: output)
    }

    @Sendable private static func speech(_ numbers: inout Numbers) -> Answer {
        let (input, output) = (numbers.next() + 1, numbers.next())
        let done = """
            {"type":"speech.audio.done","usage":{"input_tokens":\(input),"output_tokens":\(output),\
            "total_tokens":\(input + output)}}
            """
        return Answer(
            api: .speech, flavor: .openai, body: done, stream: event("speech.audio.done", done), input: input,
            output: output)
    }
}
