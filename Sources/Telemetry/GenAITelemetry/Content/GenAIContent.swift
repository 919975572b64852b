public import Tracing

/// The content of a call, where it may be recorded.
public struct GenAIContent: Sendable, Hashable {
    public var input: [GenAIMessage]
    public var output: [GenAIMessage]
    /// Instructions that stand outside the messages.
    public var system: [GenAIText]
    public var tools: [GenAITool]

    /// Content.
    public init(
        input: [GenAIMessage] = [], output: [GenAIMessage] = [], system: [GenAIText] = [], tools: [GenAITool] = []
    ) {
        self.input = input
        self.output = output
        self.system = system
        self.tools = tools
    }

    /// The attributes of a span; none unless `capture` allows them there.
    ///
    /// - Parameters:
    ///   - capture: What may be recorded, and how much of it.
    ///   - deferred: Redaction and JSON are left to whoever exports the span, on the exporter's own task; for threads that
    ///     must not wait. What nobody exports costs nothing then.
    public func spanAttributes(_ capture: ContentCapture, deferred: Bool = false) -> SpanAttributes {
        capture.onSpans ? attributes(capture, deferred) : SpanAttributes()
    }

    /// The event of a call, as of now; nil unless `capture` allows events.
    ///
    /// - Parameters:
    ///   - capture: What may be recorded, and how much of it.
    ///   - deferred: As in ``spanAttributes(_:deferred:)``.
    public func event(_ capture: ContentCapture, deferred: Bool = false) -> SpanEvent? {
        guard capture.onEvents else { return nil }
        return SpanEvent(name: "gen_ai.client.inference.operation.details", attributes: attributes(capture, deferred))
    }

    private func attributes(_ capture: ContentCapture, _ deferred: Bool) -> SpanAttributes {
        var all = SpanAttributes()
        func set(_ name: String, _ make: @escaping @Sendable () -> String) {
            all.set(name, value: deferred ? .stringConvertible(DeferredText(make)) : .string(make()))
        }
        if !input.isEmpty { set("gen_ai.input.messages") { [input] in capture.json(input) } }
        if !output.isEmpty { set("gen_ai.output.messages") { [output] in capture.json(output) } }
        if !system.isEmpty { set("gen_ai.system_instructions") { [system] in capture.json(instructions: system) } }
        if !tools.isEmpty { set("gen_ai.tool.definitions") { [tools] in capture.json(tools: tools) } }
        return all
    }
}
