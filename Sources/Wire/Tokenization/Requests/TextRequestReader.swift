import JSONScanning

/// Reads a request whose prompt is one text or several, each a prompt of its own: completions, embeddings.
struct TextRequestReader {
    let bytes: UnsafeRawBufferPointer
    let tokenizer: Tokenizer

    private(set) var tokens = 0
    /// Whether all of the prompt was text or tokens.
    private(set) var isExact = false

    init(bytes: UnsafeRawBufferPointer, tokenizer: Tokenizer) {
        self.bytes = bytes
        self.tokenizer = tokenizer
    }

    /// Reads the whole body, with the prompt in `member`: a string, a list of strings, a list of tokens, or a list of
    /// those.
    mutating func read(member: StaticString) throws(JSONScanError) {
        var cursor = JSONCursor(bytes)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals(member, in: bytes) {
                tokens = 0
                isExact = true
                try readPrompt(&cursor, levels: 2)
            } else {
                try cursor.skip()
            }
        }
        try cursor.end()
    }

    private mutating func readPrompt(_ cursor: inout JSONCursor, levels: Int) throws(JSONScanError) {
        switch cursor.kind() {
        case .string:
            let text = try cursor.string()
            tokens += tokenizer.count(text, in: bytes)
            if text.range.count > Tokenizer.longestString { isExact = false }
        case .array where levels > 0:
            try cursor.beginArray()
            while try cursor.nextElement() {
                if cursor.kind() == .number {
                    // A token, as its number.
                    tokens += 1
                    try cursor.skip()
                } else {
                    try readPrompt(&cursor, levels: levels - 1)
                }
            }
        default:
            isExact = false
            try cursor.skip()
        }
    }
}
