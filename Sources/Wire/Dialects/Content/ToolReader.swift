import JSONScanning

/// Reads a tool that a request offers: a function in any dialect's shape, or one of the provider's own.
struct ToolReader {
    private(set) var tools: [ToolContent] = []
    private var type: String?

    /// Reads the tool at `cursor`, or, of Gemini's, the list of functions in it.
    mutating func read(
        _ cursor: inout JSONCursor, _ copier: inout ContentCopier, levels: Int = 1
    ) throws(JSONScanError) {
        var tool = ToolContent(name: "")
        defer {
            if !tool.name.isEmpty {
                tools.append(tool)
            } else if tools.isEmpty, let type {
                tools.append(ToolContent(name: type))
            }
        }
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            func named(_ names: StaticString...) -> Bool { names.contains { key.equals($0, in: bytes) } }
            if named("function", "custom"), levels > 0 {
                try read(&cursor, &copier, levels: levels - 1)
            } else if named("functionDeclarations", "function_declarations"), levels > 0 {
                try cursor.elements { (cursor) throws(JSONScanError) in
                    guard tools.count < copier.limits.count else { return _ = try cursor.skipLoosely() }
                    try read(&cursor, &copier, levels: 0)
                }
            } else if named("type") {
                type = try cursor.shortText()
            } else if named("name") {
                tool.name = try cursor.shortText() ?? ""
            } else if named("description") {
                tool.description = try cursor.looseString().map { copier.text($0, bytes) }
            } else if named("parameters", "input_schema", "parametersJsonSchema") {
                // Half a schema is none.
                let schema = copier.json(try cursor.skipLoosely(), bytes)
                tool.parameters = schema.isCut ? nil : schema.text
            } else {
                try cursor.skipLoosely()
            }
        }
    }
}
