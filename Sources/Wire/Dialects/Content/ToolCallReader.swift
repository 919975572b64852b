import JSONScanning

/// Reads a call of a tool: `{"id", "function": {"name", "arguments"}}`, Gemini's `{"name", "args"}`, and others.
struct ToolCallReader {
    private(set) var id: String?
    private(set) var name: String?
    private(set) var arguments: CopiedText?

    /// What was read.
    var part: MessageContent.Part {
        .toolCall(id: id, name: name ?? "", arguments: arguments ?? CopiedText(""))
    }

    mutating func read(
        _ cursor: inout JSONCursor, _ copier: inout ContentCopier, levels: Int = 1
    ) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            func named(_ names: StaticString...) -> Bool { names.contains { key.equals($0, in: bytes) } }
            if named("function", "custom"), levels > 0 {
                try read(&cursor, &copier, levels: levels - 1)
            } else if named("id") {
                id = try cursor.shortText()
            } else if named("name") {
                name = try cursor.shortText()
            } else if named("arguments", "args", "input", "response") {
                if cursor.kind() == .string {
                    arguments = copier.text(try cursor.string(), bytes)
                } else {
                    arguments = copier.json(try cursor.skipLoosely(), bytes)
                }
            } else {
                try cursor.skipLoosely()
            }
        }
    }
}
