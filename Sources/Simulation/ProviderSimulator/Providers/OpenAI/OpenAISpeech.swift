import NIOCore

/// OpenAI's `POST /v1/audio/speech`: a text as sound, in chunks whose length is untold, or as events.
struct OpenAISpeech {
    private let call: Call
    private let used: Used
    /// Bytes of sound.
    private let size: Int

    /// The answer to `call`; the body has been checked.
    init(_ call: Call) {
        self.call = call
        let input = call.body["input"]?.text ?? ""
        var used = Used()
        if call.model.hasPrefix("tts-") {
            used.characters = input.unicodeScalars.count
        } else {
            used.input = (input.utf8.count + (call.body["instructions"]?.text ?? "").utf8.count + 3) / 4
            used.audioOutput = 20 + input.utf8.count * 5 / 4
            used.output = used.audioOutput
        }
        self.used = used
        size = call.behaviour.chunkBytes ?? 400 + input.utf8.count * 120
    }

    /// The answer: events where `stream_format` asks for them (not of tts-1, which has none).
    var reply: Reply {
        call.stream && used.characters == nil ? streamed : plain
    }

    private var usage: JSONValue? {
        guard used.characters == nil else { return nil }
        return call.behaviour.usageValue ?? [
            "input_tokens": .count(used.input), "output_tokens": .count(used.output),
            "total_tokens": .count(used.input + used.output),
        ]
    }

    private var plain: Reply {
        let type: String
        switch call.body["response_format"]?.text ?? "mp3" {
        case "wav": type = "audio/wav"
        case "opus": type = "audio/opus"
        case "aac": type = "audio/aac"
        case "flac": type = "audio/flac"
        case "pcm": type = "audio/pcm"
        default: type = "audio/mpeg"
        }
        // Noise with every byte value in it, among them what looks like ends of lines and of chunks.
        let sound = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 8) }
        return Reply(
            status: 200, headers: [("content-type", type)], body: .plain(ByteBuffer(bytes: sound)),
            responseModel: call.servedModel, usage: usage?.json, used: used, saysUsage: false, chunked: true)
    }

    private var streamed: Reply {
        let pieces = call.behaviour.events ?? 4
        let usage = usage
        let told = call.behaviour.noUsage ? nil : usage
        let source = EventSource(
            errorEvent: "data: {\"type\":\"error\",\"error\":{\"type\":\"server_error\",\"message\":\"Sorry.\"}}\n\n",
            isTerminal: { $0.contains("\"speech.audio.done\"") }
        ) { index in
            if index < pieces { return "data: {\"type\":\"speech.audio.delta\",\"audio\":\"SUQzBAAAAAAAI1RTU0U\"}\n\n" }
            guard index == pieces else { return nil }
            let done: JSONValue = ["type": "speech.audio.done"]
            return "data: \(done.with("usage", told).json)\n\n"
        }
        return .events(source, usage: usage, used: used, call: call)
    }
}
