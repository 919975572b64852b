import JSONScanning

/// Reads what a message consists of: a text, or parts of several kinds.
struct ContentPart {
    private var type: String?
    private var id: String?
    private var name: String?
    private var text: CopiedText?
    private var arguments: CopiedText?
    private var inside: [MessageContent.Part] = []
    private var isThought = false
    private var call: MessageContent.Part?
    /// Its first member, which names a kind where nothing else does.
    private var firstKey: String?

    /// The content at `cursor`: a string, or a list of strings and parts.
    static func readAll(
        _ cursor: inout JSONCursor, _ copier: inout ContentCopier, into parts: inout [MessageContent.Part],
        levels: Int = 3
    ) throws(JSONScanError) {
        switch cursor.kind() {
        case .string:
            parts.append(.text(try copier.beginning(&cursor)))
        case .array where levels > 0:
            try cursor.beginArray()
            while try cursor.nextElement() {
                guard parts.count < copier.limits.count else {
                    try cursor.skipLoosely()
                    continue
                }
                if cursor.kind() == .object {
                    var part = ContentPart()
                    defer { if let made = part.part { parts.append(made) } }
                    try part.read(&cursor, &copier, levels)
                } else {
                    try readAll(&cursor, &copier, into: &parts, levels: 0)
                }
            }
        default:
            try cursor.skipLoosely()
        }
    }

    private var part: MessageContent.Part? {
        switch type {
        case "tool_use", "server_tool_use", "function_call":
            return .toolCall(id: id, name: name ?? "", arguments: arguments ?? CopiedText(""))
        case "tool_result":
            var whole = CopiedText("")
            for case .text(let text) in inside {
                whole.text += text.text
                whole.isCut = whole.isCut || text.isCut
            }
            return .toolResult(id: id, whole)
        default: break
        }
        if let call { return call }
        if let text { return isThought || type == "thinking" ? .reasoning(text) : .text(text) }
        return (type ?? firstKey).map { .other($0) }
    }

    private mutating func read(
        _ cursor: inout JSONCursor, _ copier: inout ContentCopier, _ levels: Int
    ) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            func named(_ names: StaticString...) -> Bool { names.contains { key.equals($0, in: bytes) } }
            if firstKey == nil { firstKey = String(key.text(in: bytes).prefix(32)) }
            if named("type") {
                type = try cursor.shortText()
            } else if named("text", "refusal") {
                text = try cursor.looseString().map { copier.text($0, bytes) }
            } else if named("thinking") {
                isThought = true
                text = try cursor.looseString().map { copier.text($0, bytes) }
            } else if named("thought") {
                isThought = try cursor.boolIfPresent() ?? isThought
            } else if named("id", "tool_use_id", "call_id") {
                id = try cursor.shortText()
            } else if named("name") {
                name = try cursor.shortText()
            } else if named("input", "arguments") {
                arguments =
                    cursor.kind() == .string
                    ? copier.text(try cursor.string(), bytes) : copier.json(try cursor.skipLoosely(), bytes)
            } else if named("content") {
                try Self.readAll(&cursor, &copier, into: &inside, levels: levels - 1)
            } else if named("functionCall", "function_call") {
                var reader = ToolCallReader()
                try reader.read(&cursor, &copier)
                call = reader.part
            } else if named("functionResponse", "function_response") {
                var reader = ToolCallReader()
                try reader.read(&cursor, &copier)
                call = .toolResult(id: reader.id ?? reader.name, reader.arguments ?? CopiedText(""))
            } else {
                try cursor.skipLoosely()
            }
        }
    }
}
