import JSONScanning

/// What a request says in words: its instructions, its messages, the tools that it offers.
///
/// For those who are told to record it; see ``ContentLimits`` for how much is copied.
public struct RequestContent: Sendable, Hashable {
    /// Instructions that stand outside the messages.
    public private(set) var system: [CopiedText] = []
    /// In their order; the last ones, where there are more than the limits allow.
    public private(set) var messages: [MessageContent] = []
    public private(set) var tools: [ToolContent] = []
    /// Some of it is not here at all.
    ///
    /// The body breaks off, or there is more than the limits allow. A text that was cut says so itself.
    public private(set) var isCut = false

    /// Nothing.
    public init() {}

    /// Reads `body`, a request to `api`; of a body that breaks off, what is there.
    ///
    /// Chat completions, completions, responses, messages and `generateContent` are read; other APIs have nothing.
    public init(_ body: UnsafeRawBufferPointer, api: API, limits: ContentLimits) {
        guard let names = Names(api) else { return }
        var places = Places()
        var cursor = JSONCursor(body)
        // What was met before a body breaks off counts.
        do throws(JSONScanError) {
            try cursor.members { (key, cursor) throws(JSONScanError) in
                if names.system.contains(where: { key.equals($0, in: body) }) { places.system = cursor.offset }
                if key.equals(names.messages, in: body) { places.messages = cursor.offset }
                if key.equals("tools", in: body) { places.tools = cursor.offset }
                try cursor.skipLoosely()
            }
        } catch {
            isCut = error.code == .unexpectedEnd
        }
        if let offset = places.system { readSystem(body, offset, limits) }
        if let offset = places.messages { readMessages(body, offset, limits) }
        if let offset = places.tools { readTools(body, offset, limits) }
    }

    /// Where in a body something begins.
    private struct Places {
        var system: Int?
        var messages: Int?
        var tools: Int?
    }

    /// What an API calls it.
    private struct Names {
        var messages: StaticString
        var system: [StaticString] = []

        init?(_ api: API) {
            switch api {
            case .chatCompletions: messages = "messages"
            case .completions: messages = "prompt"
            case .responses:
                messages = "input"
                system = ["instructions"]
            case .messages:
                messages = "messages"
                system = ["system"]
            case .generateContent:
                messages = "contents"
                system = ["systemInstruction", "system_instruction"]
            default: return nil
            }
        }
    }

    private mutating func readSystem(_ body: UnsafeRawBufferPointer, _ offset: Int, _ limits: ContentLimits) {
        var copier = ContentCopier(limits)
        var cursor = JSONCursor(body, at: offset)
        var parts: [MessageContent.Part] = []
        if cursor.kind() == .object {
            // Gemini's, a content of its own.
            var reader = MessageReader()
            try? reader.read(&cursor, &copier)
            parts = reader.message.parts
        } else {
            try? ContentPart.readAll(&cursor, &copier, into: &parts)
        }
        system = parts.compactMap { part in
            if case .text(let text) = part { return text }
            return nil
        }
    }

    private mutating func readMessages(_ body: UnsafeRawBufferPointer, _ offset: Int, _ limits: ContentLimits) {
        var copier = ContentCopier(limits)
        var cursor = JSONCursor(body, at: offset)
        if cursor.kind() == .string {
            guard let text = try? copier.beginning(&cursor) else { return }
            messages = [MessageContent(role: "user", parts: [.text(text)])]
            return
        }
        // From the last one on: it is what the answer is to, and has room first.
        let offsets = Self.elements(body, offset)
        for offset in offsets.suffix(limits.count).reversed() where copier.left > 0 {
            var element = JSONCursor(body, at: offset)
            if element.kind() == .string {
                guard let text = try? copier.beginning(&element) else { continue }
                messages.append(MessageContent(role: "user", parts: [.text(text)]))
            } else {
                var reader = MessageReader()
                try? reader.read(&element, &copier)
                messages.append(reader.message)
            }
        }
        messages.reverse()
        if messages.count < offsets.count { isCut = true }
    }

    private mutating func readTools(_ body: UnsafeRawBufferPointer, _ offset: Int, _ limits: ContentLimits) {
        var copier = ContentCopier(limits)
        for (index, offset) in Self.elements(body, offset).enumerated() {
            guard index < limits.count, copier.left > 0 else {
                isCut = true
                return
            }
            var reader = ToolReader()
            var element = JSONCursor(body, at: offset)
            try? reader.read(&element, &copier)
            tools += reader.tools
        }
    }

    /// Where the elements of the list at `offset` begin; one value on its own is a list of it.
    private static func elements(_ body: UnsafeRawBufferPointer, _ offset: Int) -> [Int] {
        var cursor = JSONCursor(body, at: offset)
        guard cursor.kind() == .array else { return cursor.kind() == .object ? [cursor.offset] : [] }
        var offsets: [Int] = []
        _ = try? cursor.elements { (cursor) throws(JSONScanError) in
            cursor.skipWhitespace()
            offsets.append(cursor.offset)
            try cursor.skipLoosely()
        }
        return offsets
    }
}
