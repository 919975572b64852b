/// Event streams that tests cut up.
enum Streams {
    /// A chunk of a chat completion as OpenAI writes it, with `choices` and whatever else is in `rest`.
    static func chunk(_ choices: String, _ rest: String = #","usage":null"#) -> String {
        #"data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1763640000,"model":"gpt-4o-2024-08-06","#
            + #""service_tier":"default","choices":[\#(choices)]\#(rest)}"# + "\n\n"
    }

    /// A chunk that brings `text`, JSON-escaped already.
    static func content(_ text: String, _ rest: String = #","usage":null"#) -> String {
        chunk(#"{"index":0,"delta":{"content":"\#(text)"},"logprobs":null,"finish_reason":null}"#, rest)
    }

    static let usageChunk = chunk(
        "",
        #","usage":{"prompt_tokens":2006,"completion_tokens":300,"total_tokens":2306,"prompt_tokens_details":"#
            + #"{"cached_tokens":1920},"completion_tokens_details":{"reasoning_tokens":128}}"#)
    static let done = "data: [DONE]\n\n"
    static let chatStart = chunk(#"{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}"#)
    static let chatBody =
        chatStart + content("Hello") + content(" w\\u00f6rld") + content(" \\\"quoted\\\"\\n") + content("")
        + content(" 😀") + content("!", #","usage":null,"obfuscation":"abc""#)
        + content("?", #","usage":null,"obfuscation":"defghi""#) + content(".", #","usage":null,"obfuscation":"""#)
        + ": keep-alive\n\n" + chunk(#"{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}"#)
    static let chatText = "Hello wörld \"quoted\"\n 😀!?."

    /// A chat completion with usage, as it comes when the gateway asked for it.
    static let chat = chatBody + usageChunk + done

    static let message =
        event(
            "message_start",
            #"{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","#
                + #""model":"claude-sonnet-4-5-20250929","content":[],"usage":{"input_tokens":100,"#
                + #""cache_creation_input_tokens":50,"cache_read_input_tokens":20,"cache_creation":"#
                + #"{"ephemeral_5m_input_tokens":40,"ephemeral_1h_input_tokens":10},"output_tokens":1,"service_tier":"standard"}}}"#
        )
        + event(
            "content_block_start",
            #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#)
        + event("ping", #"{"type":"ping"}"#) + delta("Good") + delta(" day", 3) + delta("\\n\\u00e9", 17) + delta("")
        + event("content_block_stop", #"{"type":"content_block_stop","index":0}"#)
        + event(
            "message_delta",
            #"{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"#
                + #""usage":{"input_tokens":null,"output_tokens":42,"output_tokens_details":{"thinking_tokens":12}}}"#)
        + event("message_stop", #"{"type":"message_stop"}"#)
    static let messageText = "Good day\né"

    static func event(_ type: String, _ data: String) -> String { "event: \(type)\ndata: \(data)\n\n" }

    /// A text delta; real ones are padded with spaces.
    static func delta(_ text: String, _ padding: Int = 0) -> String {
        event(
            "content_block_delta",
            #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\#(text)"}}"#
                + String(repeating: " ", count: padding))
    }
}
