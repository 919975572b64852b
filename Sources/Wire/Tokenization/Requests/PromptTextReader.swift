import JSONScanning

/// Counts all text of a request's prompt, of whatever API, for estimates.
///
/// Text is what stands under a key that APIs use for text. Data, ids, names of types and settings are not counted, images
/// and files neither; the marks of a message are taken to be ``ChatRule``'s, and tools that are not OpenAI's to be as
/// long as their JSON.
struct PromptTextReader {
    let bytes: UnsafeRawBufferPointer
    let tokenizer: Tokenizer
    let model: String
    private var tools: [FunctionTool] = []

    private(set) var tokens = 0
    private var hasText = false

    init(bytes: UnsafeRawBufferPointer, tokenizer: Tokenizer, model: String) {
        self.bytes = bytes
        self.tokenizer = tokenizer
        self.model = model
    }

    /// Reads the whole body.
    ///
    /// - Parameter countsToolsAsOpenAI: tools are rendered as OpenAI's models see them.
    mutating func read(countsToolsAsOpenAI: Bool) throws(JSONScanError) {
        var cursor = JSONCursor(bytes)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if countsToolsAsOpenAI, key.equals("tools", in: bytes), cursor.kind() == .array {
                try cursor.beginArray()
                while try cursor.nextElement() {
                    if let tool = try FunctionTool.read(&cursor) { tools.append(tool) }
                }
            } else if Self.toolKeys.contains(where: { key.equals($0, in: bytes) }) {
                let range = try cursor.skip()
                if range.count > 2 { tokens += tokenizer.count(UnsafeRawBufferPointer(rebasing: bytes[range])) }
            } else if key.equals("input", in: bytes) || key.equals("instructions", in: bytes), cursor.kind() == .string
            {
                // Of a Responses request: the one user message, and what stands above all of them.
                count(try cursor.string())
                tokens += ChatRule.message + 1
            } else {
                try read(key, &cursor)
            }
        }
        try cursor.end()
        if !tools.isEmpty { tokens += tokenizer.count(ToolRendering.text(of: tools)) }
        if hasText { tokens += ChatRule(model: model).correction(hasTools: !tools.isEmpty, hasSystemMessage: false) }
    }

    /// The value under `key`, and all that is inside it.
    private mutating func read(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        if cursor.kind() == .string {
            let string = try cursor.string()
            member(key, string)
            return
        }
        if cursor.kind() == .array { try countStrings(key, cursor) }
        var members: [(JSONString, Int)] = []
        try cursor.walk { members.append(($0, $1)) }
        for (key, offset) in members {
            var inside = JSONCursor(bytes, at: offset)
            switch inside.kind() {
            case .string: member(key, try inside.string())
            case .array: try countStrings(key, inside)
            default: break
            }
        }
    }

    /// Strings that are elements of the list under a key of text: `"input": ["a", "b"]`.
    private mutating func countStrings(_ key: JSONString, _ list: JSONCursor) throws(JSONScanError) {
        guard isText(key) else { return }
        var cursor = list
        try cursor.beginArray()
        while try cursor.nextElement() {
            if cursor.kind() == .string { count(try cursor.string()) } else { try cursor.skip() }
        }
    }

    private mutating func member(_ key: JSONString, _ string: JSONString) {
        if key.equals("role", in: bytes) {
            tokens += ChatRule.message + 1
        } else if isText(key) {
            count(string)
        }
    }

    private mutating func count(_ text: JSONString) {
        hasText = true
        tokens += tokenizer.count(text, in: bytes)
    }

    private func isText(_ key: JSONString) -> Bool { Self.textKeys.contains { key.equals($0, in: bytes) } }

    private static let textKeys: [StaticString] = [
        "text", "content", "system", "instructions", "input", "prompt", "arguments", "output", "thinking", "query",
        "message", "documents", "texts", "inputs", "preamble",
    ]

    private static let toolKeys: [StaticString] = ["tools", "functions", "toolConfig"]
}
