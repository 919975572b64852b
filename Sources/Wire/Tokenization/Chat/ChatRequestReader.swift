import JSONScanning

/// Reads a chat request for what counts in its prompt.
struct ChatRequestReader {
    let bytes: UnsafeRawBufferPointer
    let tokenizer: Tokenizer

    /// The model named.
    private(set) var model: String?
    /// The tokens of the messages, their marks included.
    private(set) var tokens = 0
    private(set) var hasSystemMessage = false
    /// Whether there is nothing in the messages but text.
    private(set) var isPlainText = true
    private(set) var tools: [FunctionTool] = []

    init(bytes: UnsafeRawBufferPointer, tokenizer: Tokenizer) {
        self.bytes = bytes
        self.tokenizer = tokenizer
    }

    /// Reads the whole body.
    mutating func read() throws(JSONScanError) {
        var cursor = JSONCursor(bytes)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals("messages", in: bytes), cursor.kind() == .array {
                try cursor.beginArray()
                while try cursor.nextElement() { try readMessage(&cursor) }
            } else if key.equals("tools", in: bytes), cursor.kind() == .array {
                try cursor.beginArray()
                while try cursor.nextElement() {
                    if let tool = try FunctionTool.read(&cursor) { tools.append(tool) }
                }
            } else if key.equals("model", in: bytes) {
                model = try cursor.stringIfPresent()?.text(in: bytes)
            } else {
                try cursor.skip()
            }
        }
        try cursor.end()
    }

    private mutating func readMessage(_ cursor: inout JSONCursor) throws(JSONScanError) {
        tokens += ChatRule.message
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals("content", in: bytes), cursor.kind() == .array {
                try cursor.beginArray()
                while try cursor.nextElement() { try readPart(&cursor) }
            } else if key.equals("role", in: bytes), cursor.kind() == .string {
                let role = try cursor.string()
                if role.equals("system", in: bytes) { hasSystemMessage = true }
                tokens += count(role)
            } else if key.equals("content", in: bytes), cursor.kind() == .string {
                tokens += count(try cursor.string())
            } else if key.equals("name", in: bytes), cursor.kind() == .string {
                tokens += ChatRule.name + count(try cursor.string())
            } else {
                if cursor.kind() != .null { isPlainText = false }
                try cursor.skip()
            }
        }
    }

    /// An element of a `content` that is a list.
    private mutating func readPart(_ cursor: inout JSONCursor) throws(JSONScanError) {
        guard cursor.kind() == .object else {
            isPlainText = false
            try cursor.skip()
            return
        }
        var isText = false
        var text: JSONString?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals("type", in: bytes), cursor.kind() == .string {
                isText = try cursor.string().equals("text", in: bytes)
            } else if key.equals("text", in: bytes), cursor.kind() == .string {
                text = try cursor.string()
            } else {
                try cursor.skip()
            }
        }
        if isText, let text { tokens += count(text) } else { isPlainText = false }
    }

    private func count(_ text: JSONString) -> Int {
        guard text.hasEscapes else {
            return tokenizer.count(UnsafeRawBufferPointer(rebasing: bytes[text.range]))
        }
        var unescaped: [UInt8] = []
        text.append(to: &unescaped, from: bytes)
        return tokenizer.count(unescaped)
    }
}
