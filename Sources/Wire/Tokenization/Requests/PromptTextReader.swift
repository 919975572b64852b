import JSONScanning

/// Counts all text of a request's prompt, of whatever API, for estimates.
///
/// Text is what stands under a key that APIs use for text. Data, ids, names of types and settings are not counted, images
/// and files neither; the marks of a message are taken to be ``ChatRule``'s, and tools to be as long as their JSON.
struct PromptTextReader {
    let bytes: UnsafeRawBufferPointer
    let tokenizer: Tokenizer

    private(set) var tokens = 0
    private var hasText = false

    init(bytes: UnsafeRawBufferPointer, tokenizer: Tokenizer) {
        self.bytes = bytes
        self.tokenizer = tokenizer
    }

    /// Reads the whole body.
    mutating func read() throws(JSONScanError) {
        var cursor = JSONCursor(bytes)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if Self.toolKeys.contains(where: { key.equals($0, in: bytes) }) {
                let range = try cursor.skip()
                if range.count > 2 { tokens += tokenizer.count(UnsafeRawBufferPointer(rebasing: bytes[range])) }
            } else if key.equals("input", in: bytes), cursor.kind() == .string {
                // The one user message of a Responses request.
                count(try cursor.string())
                tokens += ChatRule.message + 1
            } else {
                try read(key, &cursor)
            }
        }
        try cursor.end()
        if hasText { tokens += ChatRule.answer }
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
