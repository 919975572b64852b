import JSONScanning
import Usage

/// Reads chat completions, their chunks, and embeddings, of OpenAI and of those who copy it.
///
/// The usage of a stream is the last one met, wherever it stands: on the top level, in `x_groq`, or inside a choice
/// (Moonshot); it is never added up. The service tier and the model are the last ones met, too.
struct ChatReader: PayloadReader {
    private let flavor: UsageFlavor
    private var serviceTier: ServiceTier?
    private(set) var said = MeteredResponse()

    /// A reader that counts as `flavor` does.
    init(_ flavor: UsageFlavor) { self.flavor = flavor }

    var response: MeteredResponse {
        var response = said
        if let serviceTier {
            response.usage?.serviceTier = serviceTier
            response.saysTier = true
        }
        return response
    }

    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole {
        if Self.isDone(data) { return .terminal }
        var chunk = ChatPayload()
        do { try chunk.read(data, &sink) } catch { return [] }
        take(chunk, data)
        var role: EventRole = []
        if chunk.usage != nil, chunk.choiceCount == 0 { role.insert(.usageOnly) }
        if chunk.saysOnlyContent { role.insert(.plainContent) }
        return role
    }

    mutating func readBody(_ body: UnsafeRawBufferPointer, _ sink: inout PayloadSink) {
        var payload = ChatPayload()
        // A body that breaks off has said something before.
        try? payload.read(body, &sink)
        take(payload, body)
    }

    private mutating func take(_ payload: ChatPayload, _ bytes: UnsafeRawBufferPointer) {
        if let id = payload.id, !id.range.isEmpty, said.id == nil { said.id = id.text(in: bytes) }
        if let model = payload.model, !model.range.isEmpty, !model.matches(said.model, in: bytes) {
            said.model = model.text(in: bytes)
        }
        if let tier = payload.serviceTier { serviceTier = ServiceTier(wire: tier, in: bytes) }
        for reason in payload.finishReasons where said.finishReasons.count < 128 {
            said.finishReasons.append(reason.text(in: bytes))
        }
        if let error = payload.error { said.errorType = ErrorDescription(at: error, in: bytes).errorType }
        guard let offset = payload.usage ?? payload.groqUsage ?? payload.choiceUsage else { return }
        var cursor = JSONCursor(bytes, at: offset)
        guard let counts = try? OpenAIUsage(&cursor), var usage = counts.usage(flavor) else { return }
        if let breakdown = payload.breakdown { GroqBreakdown(at: breakdown, in: bytes)?.split(&usage) }
        said.usage = usage
    }

    /// Whether `data` is `[DONE]`.
    private static func isDone(_ data: UnsafeRawBufferPointer) -> Bool {
        guard data.count >= 6, data.count <= 16, data[0] == UInt8(ascii: "[") else { return false }
        var end = data.count
        while end > 6, data[end - 1] == 0x20 { end -= 1 }
        return JSONString(range: 0..<end, hasEscapes: false).equals("[DONE]", in: data)
    }
}
