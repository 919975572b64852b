import JSONScanning

/// What an answer says in words: read from a plain body, or put together from the events of a stream as they pass.
///
/// For those who are told to record it. What is beyond the limits is not copied, and an event of more than 1 MiB is not
/// read; then nothing that follows it is, either.
public struct AnswerContent: Sendable {
    private let api: API
    private let limits: ContentLimits
    private var plain: [MessageContent] = []
    private var events: ContentEvents?
    /// A plain answer that is too large to keep, with its strings cut.
    private var reduced: ReducedJSON?
    private var isPlainCut = false

    /// Nothing so far of an answer of `api`; `framing` of a stream, nil for a plain answer.
    public init(api: API, limits: ContentLimits, framing: StreamMeter.Framing? = nil) {
        self.api = api
        self.limits = limits
        events = framing.map { ContentEvents(api: api, limits: limits, framing: $0) }
    }

    /// The answers, one for each choice.
    public var messages: [MessageContent] { events?.builder.messages ?? plain }

    /// Some of it is not here at all.
    ///
    /// The answer broke off or was not read to its end, or there is more than the limits allow. A text that was cut says
    /// so itself.
    public var isCut: Bool { events?.isCut ?? isPlainCut }

    /// Takes the next bytes of a stream, or of a plain answer that is too large to be kept.
    public mutating func push(_ bytes: UnsafeRawBufferPointer) {
        guard events == nil else {
            events?.push(bytes)
            return
        }
        // Taken out meanwhile, so that it is not copied.
        var copy = reduced ?? ReducedJSON(for: limits)
        reduced = nil
        copy.push(bytes)
        reduced = copy
    }

    /// The answer whose parts were pushed has ended, or was cut.
    public mutating func finish() {
        events?.finish()
        guard let copy = reduced else { return }
        reduced = nil
        copy.kept.withUnsafeBytes { whole($0) }
    }

    /// Takes the whole of a plain answer.
    public mutating func whole(_ body: UnsafeRawBufferPointer) {
        var copier = ContentCopier(limits)
        var cursor = JSONCursor(body)
        switch api {
        case .messages:
            var reader = MessageReader()
            do throws(JSONScanError) { try reader.read(&cursor, &copier) } catch { broke(error) }
            let message = reader.message
            if !message.parts.isEmpty { plain = [message] }
        case .chatCompletions, .completions: plain = list("choices", in: body, &copier)
        case .generateContent: plain = list("candidates", in: body, &copier)
        case .responses:
            let items = list("output", in: body, &copier)
            guard !items.isEmpty else { return }
            plain = [MessageContent(role: "assistant", parts: items.flatMap(\.parts))]
        default: break
        }
    }

    /// The messages in the list that is the member `name` of `body`.
    private mutating func list(
        _ name: StaticString, in body: UnsafeRawBufferPointer, _ copier: inout ContentCopier
    ) -> [MessageContent] {
        var found: [MessageContent] = []
        var cursor = JSONCursor(body)
        do throws(JSONScanError) {
            try cursor.members { (key, cursor) throws(JSONScanError) in
                guard key.equals(name, in: body) else { return _ = try cursor.skipLoosely() }
                try cursor.elements { (cursor) throws(JSONScanError) in
                    guard found.count < copier.limits.count else {
                        isPlainCut = true
                        return _ = try cursor.skipLoosely()
                    }
                    found.append(try Self.message(&cursor, &copier))
                }
            }
        } catch {
            broke(error)
        }
        return found
    }

    /// Reading has failed: what is there is not all, where the body breaks off.
    private mutating func broke(_ error: JSONScanError) {
        if error.code == .unexpectedEnd { isPlainCut = true }
    }

    /// A choice with a `message`, a candidate with a `content`, a completion with a `text`, or an item that is one.
    private static func message(
        _ cursor: inout JSONCursor, _ copier: inout ContentCopier
    ) throws(JSONScanError) -> MessageContent {
        let start = cursor
        var inner: MessageContent?
        var finishReason: String?
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            let isContent = key.equals("content", in: bytes) && cursor.kind() == .object
            if isContent || key.equals("message", in: bytes) {
                var reader = MessageReader()
                try reader.read(&cursor, &copier)
                inner = reader.message
            } else if key.equals("text", in: bytes) {
                guard let text = try cursor.looseString() else { return }
                inner = MessageContent(role: "assistant", parts: [.text(copier.text(text, bytes))])
            } else if key.equals("finish_reason", in: bytes) || key.equals("finishReason", in: bytes) {
                finishReason = try cursor.shortText()
            } else {
                try cursor.skipLoosely()
            }
        }
        if var message = inner {
            message.finishReason = finishReason
            return message
        }
        var reader = MessageReader()
        var again = start
        try reader.read(&again, &copier)
        var message = reader.message
        message.role = "assistant"
        return message
    }
}
