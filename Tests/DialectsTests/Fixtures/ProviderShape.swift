import Dialects
import Testing

/// What a provider writes, as a whole and as a stream: one of the presets, in that provider's own shape.
struct ProviderShape: Sendable, CustomTestStringConvertible {
    var name: String
    var api: API = .chatCompletions
    var framing = StreamMeter.Framing.events
    /// The answer at once.
    var body: String
    /// The same answer as it is streamed.
    var stream: String
    var expected: Counts
    /// What the provider says that it charged, in dollars.
    var statedCost: String?
    /// Events of which the gateway takes out one, where it asked for the usage.
    var asked: String?

    var testDescription: String { name }
    var flavor: UsageFlavor { UsageFlavor(provider: name, dialect: name == "gemini" ? .gemini : .openai) }

    /// A stream of chat chunks: each of `chunks` is what stands behind the fields that all have.
    static func chat(_ model: String, _ chunks: [String], done: Bool = true) -> String {
        chunks.map {
            #"data: {"id":"c1","object":"chat.completion.chunk","created":1763640000,"model":"\#(model)",\#($0)}"#
                + "\n\n"
        }
        .joined() + (done ? "data: [DONE]\n\n" : "")
    }

    /// An answer with `rest` behind the fields that all have.
    static func answer(_ model: String, _ rest: String) -> String {
        #"{"id":"c1","object":"chat.completion","created":1763640000,"model":"\#(model)","choices":[{"index":0,"#
            + #""message":{"role":"assistant","content":"Good day"},"finish_reason":"stop"}],\#(rest)}"#
    }

    static let start = #""choices":[{"index":0,"delta":{"role":"assistant","content":"Good"},"finish_reason":null}]"#
    static let more = #""choices":[{"index":0,"delta":{"content":" day"},"finish_reason":null}]"#
    static let stop = #""choices":[{"index":0,"delta":{},"finish_reason":"stop"}]"#
    static let none = #""choices":[]"#
}
