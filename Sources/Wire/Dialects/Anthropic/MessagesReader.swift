import JSONScanning
import Usage

/// Reads Anthropic messages and the events of streamed ones.
///
/// Counts in events are cumulative: those of a `message_delta` lie over those of `message_start`, field by field,
/// and null says nothing. A `message_start` that comes again (a proxy's retry, spliced into the stream) adds nothing.
///
/// OpenRouter answers in this shape too, and states what a call cost.
struct MessagesReader: PayloadReader {
    private let statesCost: Bool
    private var counts = AnthropicUsage()
    private var started = false
    private var sawDelta = false
    /// Whether the output count is more than the few tokens that `message_start` tells.
    private var isFinal = false
    private var said = MeteredResponse()

    /// A reader of answers that `flavor` counts.
    init(_ flavor: UsageFlavor) { statesCost = flavor == .openrouter }

    var response: MeteredResponse {
        var response = said
        response.usage = counts.usage
        if statesCost { response.usage?.statedCost = counts.openRouterCost.total }
        response.usageIsFinal = isFinal || response.usage == nil
        return response
    }

    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole {
        var payload = MessagesPayload()
        guard (try? payload.read(data, &sink)) != nil else {
            return type?.elementsEqual("message_stop".utf8) == true ? .terminal : []
        }
        switch payload.kind(type, data) {
        case .messageStart:
            take(payload, data)
            if let start = payload.usage { overlay(start, data, isStart: true) }
            started = true
        case .messageDelta:
            take(payload, data)
            if let delta = payload.usage { overlay(delta, data, isStart: false) }
            sawDelta = true
        case .error:
            take(payload, data)
        case .messageStop:
            return .terminal
        case .contentBlockDelta:
            return payload.saysOnlyContent ? .plainContent : []
        case .other:
            break
        }
        return []
    }

    mutating func readBody(_ body: UnsafeRawBufferPointer, _ sink: inout PayloadSink) {
        var payload = MessagesPayload()
        // A body that breaks off has said something before.
        try? payload.read(body, &sink)
        take(payload, body)
        if let usage = payload.usage { overlay(usage, body, isStart: false) }
    }

    private mutating func take(_ payload: MessagesPayload, _ bytes: UnsafeRawBufferPointer) {
        if let id = payload.id, said.id == nil { said.id = id.text(in: bytes) }
        if let model = payload.model, !model.range.isEmpty { said.model = model.text(in: bytes) }
        if let reason = payload.stopReason { said.finishReasons = [reason.text(in: bytes)] }
        if let error = payload.error { said.errorType = ErrorDescription(at: error, in: bytes).errorType }
    }

    private mutating func overlay(_ offset: Int, _ bytes: UnsafeRawBufferPointer, isStart: Bool) {
        var cursor = JSONCursor(bytes, at: offset)
        var next = AnthropicUsage()
        // What was read before a failure is what the provider said.
        try? next.read(&cursor)
        if !isStart, next.counts.output != nil { isFinal = true }
        if isStart, started {
            counts.fill(from: next, raising: !sawDelta)
        } else {
            counts.overlay(next)
        }
    }
}
