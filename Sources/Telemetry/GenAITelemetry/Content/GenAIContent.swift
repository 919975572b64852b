public import Tracing

/// The content of a call, where it may be recorded.
public struct GenAIContent: Sendable {
    public var input: [GenAIMessage]
    public var output: [GenAIMessage]
    public var system: String?

    /// Content.
    public init(input: [GenAIMessage] = [], output: [GenAIMessage] = [], system: String? = nil) {
        self.input = input
        self.output = output
        self.system = system
    }

    /// The attributes of a span; none unless `capture` allows them there.
    public func spanAttributes(_ capture: ContentCapture) -> SpanAttributes {
        capture.onSpans ? attributes(capture) : SpanAttributes()
    }

    /// The event of a call; nil unless `capture` allows events.
    public func event(_ capture: ContentCapture) -> SpanEvent? {
        guard capture.onEvents else { return nil }
        return SpanEvent(name: "gen_ai.client.inference.operation.details", attributes: attributes(capture))
    }

    private func attributes(_ capture: ContentCapture) -> SpanAttributes {
        var all = SpanAttributes()
        if !input.isEmpty { all["gen_ai.input.messages"] = capture.json(input) }
        if !output.isEmpty { all["gen_ai.output.messages"] = capture.json(output) }
        if let system {
            all["gen_ai.system_instructions"] =
                "[{\"type\":\"text\",\"content\":\(JSONText.quoted(capture.prepared(system)))}]"
        }
        return all
    }
}
