import JSONScanning
import Usage

/// Reads answers of the Responses API, and the events of streamed ones.
///
/// A stream's usage, service tier and tool calls are in the `response` of its terminal event; the one of
/// `response.created` has a null usage, and the tier that was asked for.
struct ResponsesReader: PayloadReader {
    private let flavor: UsageFlavor
    private var counts: Usage?
    private var serviceTier: ServiceTier?
    private var tools = ResponsesTools()
    private var said = MeteredResponse()

    /// A reader that counts as `flavor` does.
    init(_ flavor: UsageFlavor) { self.flavor = flavor }

    var response: MeteredResponse {
        var response = said
        guard var usage = counts else { return response }
        usage.serviceTier = serviceTier ?? .standard
        // Where the cost is stated, tools are in it.
        if usage.statedCost == nil, flavor == .openai || flavor == .azure { tools.meter(into: &usage) }
        response.usage = usage
        return response
    }

    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole {
        if data.elementsEqual("[DONE]".utf8) { return .terminal }
        var payload = ResponsesPayload()
        do { try payload.read(data, &sink) } catch { return [] }
        take(payload, data)
        return payload.isTerminal(type, data) ? .terminal : []
    }

    mutating func readBody(_ body: UnsafeRawBufferPointer, _ sink: inout PayloadSink) {
        var payload = ResponsesPayload()
        // A body that breaks off has said something before.
        try? payload.read(body, &sink)
        take(payload, body)
    }

    private mutating func take(_ payload: ResponsesPayload, _ bytes: UnsafeRawBufferPointer) {
        if let id = payload.id, said.id == nil { said.id = id.text(in: bytes) }
        if let model = payload.model, !model.range.isEmpty, !model.matches(said.model, in: bytes) {
            said.model = model.text(in: bytes)
        }
        if let tier = payload.serviceTier { serviceTier = ServiceTier(wire: tier, in: bytes) }
        if let error = payload.error { said.errorType = ErrorDescription(at: error, in: bytes).errorType }
        if let reason = payload.incompleteReason { said.finishReasons = [reason.text(in: bytes)] }
        if let output = payload.output { tools.read(output: output, declared: payload.tools, bytes) }
        guard let offset = payload.usage else { return }
        var cursor = JSONCursor(bytes, at: offset)
        // Reasoning is inside the output here, also at xAI.
        guard let usage = try? OpenAIUsage(&cursor)?.usage(flavor, reasoningIsInside: true) else { return }
        counts = usage
    }
}
