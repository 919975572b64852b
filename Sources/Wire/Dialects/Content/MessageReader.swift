import JSONScanning

/// Reads one message, as any of the dialects writes it: a chat's, Anthropic's, Gemini's, or an item of a response.
///
/// Their members do not contradict each other, so that one reader knows them all.
struct MessageReader {
    private var role: String?
    private var type: String?
    private var id: String?
    private var name: String?
    private var arguments: CopiedText?
    private var parts: [MessageContent.Part] = []
    private(set) var finishReason: String?

    /// What was read.
    var message: MessageContent {
        var message = MessageContent(role: role ?? "user", parts: parts, finishReason: finishReason)
        switch type {
        case "function_call", "custom_tool_call":
            message.role = "assistant"
            message.parts = [.toolCall(id: id, name: name ?? "", arguments: arguments ?? CopiedText(""))]
        case "function_call_output", "custom_tool_call_output":
            message.role = "tool"
            message.parts = parts.map(result)
        case "reasoning":
            message.role = "assistant"
            message.parts = parts.map { part in
                if case .text(let text) = part { return .reasoning(text) }
                return part
            }
        default:
            if role == "tool" || role == "function" { message.parts = parts.map(result) }
        }
        return message
    }

    private func result(_ part: MessageContent.Part) -> MessageContent.Part {
        if case .text(let text) = part { return .toolResult(id: id, text) }
        return part
    }

    /// Reads the message at `cursor`; what came before a failure is kept.
    mutating func read(_ cursor: inout JSONCursor, _ copier: inout ContentCopier) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            try readMember(key, &cursor, &copier)
        }
    }

    private mutating func readMember(
        _ key: JSONString, _ cursor: inout JSONCursor, _ copier: inout ContentCopier
    ) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ names: StaticString...) -> Bool { names.contains { key.equals($0, in: bytes) } }
        if named("role") {
            let text = try cursor.looseString()?.text(in: bytes)
            role = text == "model" ? "assistant" : text.map { String($0.prefix(32)) }
        } else if named("type") {
            type = try cursor.shortText()
        } else if named("content", "parts", "summary") {
            try ContentPart.readAll(&cursor, &copier, into: &parts)
        } else if named("output") {
            try ContentPart.readAll(&cursor, &copier, into: &parts)
        } else if named("refusal") {
            if let text = try cursor.looseString() { parts.append(.text(copier.text(text, bytes))) }
        } else if named("reasoning_content", "reasoning") {
            if let text = try cursor.looseString(), !parts.contains(where: \.isReasoning) {
                parts.append(.reasoning(copier.text(text, bytes)))
            }
        } else if named("tool_calls") {
            try cursor.elements { (cursor) throws(JSONScanError) in
                guard parts.count < copier.limits.count else { return _ = try cursor.skipLoosely() }
                var call = ToolCallReader()
                try call.read(&cursor, &copier)
                parts.append(call.part)
            }
        } else if named("tool_call_id", "call_id") {
            id = try cursor.shortText()
        } else if named("name") {
            name = try cursor.shortText()
        } else if named("arguments", "input") {
            if let text = try cursor.looseString() { arguments = copier.text(text, bytes) }
        } else if named("stop_reason", "finish_reason", "finishReason") {
            finishReason = try cursor.shortText() ?? finishReason
        } else {
            try cursor.skipLoosely()
        }
    }
}

extension MessageContent.Part {
    var isReasoning: Bool {
        if case .reasoning = self { return true }
        return false
    }
}

extension JSONCursor {
    /// A name, cut to what names may be; nil for another kind of value, which is skipped.
    mutating func shortText() throws(JSONScanError) -> String? {
        try looseString().map { String($0.text(in: bytes).prefix(128)) }
    }
}
