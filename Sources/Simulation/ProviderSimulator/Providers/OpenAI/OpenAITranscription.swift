import NIOCore

/// OpenAI's `POST /v1/audio/transcriptions` and `…/translations`: an uploaded recording as text, in the form that
/// `response_format` asks for; Groq's the same, which says nothing about usage.
struct OpenAITranscription {
    private let call: Call
    private let milliseconds: Int
    private let text: ReplyText
    private let promptTokens: Int
    /// Whether tokens are billed, not seconds.
    private let byTokens: Bool
    private let used: Used

    /// The answer to `call`; the form has been checked.
    init(_ call: Call) {
        self.call = call
        let file = call.files.first { $0.field == "file" }?.content ?? ByteBuffer()
        // A recording without a length that the simulator can read sounds like 16 kB a second.
        milliseconds =
            call.behaviour.audioMilliseconds ?? WaveFile.milliseconds(of: file) ?? max(1, file.readableBytes / 16)
        byTokens = call.model.hasPrefix("gpt-")
        promptTokens = ((call.body["prompt"]?.text ?? "").utf8.count + 3) / 4
        text = ReplyText(
            words: call.pieces(prompt: milliseconds), seed: milliseconds, bytes: call.behaviour.chunkBytes)
        var used = Used()
        if byTokens {
            used.audioInput = (milliseconds + 99) / 100
            used.input = used.audioInput + promptTokens
            used.output = text.count
        } else {
            used.audioMilliseconds = milliseconds
        }
        self.used = used
    }

    /// The answer.
    var reply: Reply {
        if call.stream, byTokens { return streamed }
        switch call.body["response_format"]?.text ?? "json" {
        case "text": return silent(text.plainText(text.count) + "\n", type: "text/plain; charset=utf-8")
        case "srt":
            return silent("1\n00:00:00,000 --> 00:00:01,000\n\(sentence)\n\n", type: "text/plain; charset=utf-8")
        case "vtt": return silent("WEBVTT\n\n00:00.000 --> 00:01.000\n\(sentence)\n\n", type: "text/vtt; charset=utf-8")
        case "verbose_json": return verbose
        default: return plain
        }
    }

    private var sentence: String {
        text.plainText(text.count).split { $0.isNewline }.joined(separator: " ")
    }

    /// What is told: nothing by translations and by Groq.
    private var usage: JSONValue? {
        if let dictated = call.behaviour.usageValue { return dictated }
        if byTokens {
            return [
                "type": "tokens", "total_tokens": .count(used.input + used.output),
                "input_tokens": .count(used.input),
                "input_token_details": ["text_tokens": .count(promptTokens), "audio_tokens": .count(used.audioInput)],
                "output_tokens": .count(used.output),
            ]
        }
        guard call.api == .transcriptions, call.provider != .groq else { return nil }
        return ["type": "duration", "seconds": .count((milliseconds + 999) / 1_000)]
    }

    private var told: JSONValue? { call.behaviour.noUsage ? nil : usage }

    private var plain: Reply {
        let answer: JSONValue = ["text": .string(text.plainText(text.count))]
        let groq: JSONValue? = call.provider == .groq ? ["id": "req_01sim"] : nil
        return .json(answer.with("usage", told).with("x_groq", groq), usage: usage, used: used, call: call)
    }

    private var verbose: Reply {
        let segment: JSONValue = [
            "id": 0, "seek": 0, "start": 0, "end": .thousandths(milliseconds),
            "text": .string(text.plainText(text.count)), "tokens": [50_364, 440], "temperature": 0,
            "avg_logprob": .number("-0.28"), "compression_ratio": .number("1.23"), "no_speech_prob": .number("0.009"),
        ]
        let answer: JSONValue = [
            "task": call.api == .translations ? "translate" : "transcribe", "language": "english",
            "duration": .thousandths(milliseconds), "text": .string(text.plainText(text.count)),
            "segments": [segment],
        ]
        return .json(answer.with("usage", told), usage: usage, used: used, call: call)
    }

    /// A form in which nothing can be told.
    private func silent(_ text: String, type: String) -> Reply {
        Reply(
            status: 200, headers: [("content-type", type)], body: .plain(ByteBuffer(string: text)),
            responseModel: call.servedModel, usage: nil, used: used, saysUsage: false)
    }

    private var streamed: Reply {
        let (text, told) = (text, told)
        let source = EventSource(
            errorEvent: "data: {\"type\":\"error\",\"error\":{\"type\":\"server_error\",\"message\":\"Sorry.\"}}\n\n",
            isTerminal: { $0.contains("\"transcript.text.done\"") }
        ) { index in
            if index < text.count {
                let delta: JSONValue = ["type": "transcript.text.delta", "delta": .string(text.plain(index))]
                return "data: \(delta.json)\n\n"
            }
            guard index == text.count else { return nil }
            let done: JSONValue = ["type": "transcript.text.done", "text": .string(text.plainText(text.count))]
            return "data: \(done.with("usage", told).json)\n\n"
        }
        return .events(source, usage: usage, used: used, call: call)
    }
}
