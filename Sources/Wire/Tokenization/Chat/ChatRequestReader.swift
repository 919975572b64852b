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
    /// Whether there is nothing in the messages but text, all of it counted.
    private(set) var isPlainText = true
    private(set) var tools: [FunctionTool] = []
    /// Estimated tokens of what is not text: an image's are those of one of 1024 by 1024.
    private(set) var otherTokens = 0
    /// Whether no member of the request can add to the prompt, as far as is known.
    private(set) var hasOnlyKnownMembers = true

    private static let imageTokens = 765
    private static let smallImageTokens = 85

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
                if !Self.knownMembers.contains(where: { key.equals($0, in: bytes) }) { hasOnlyKnownMembers = false }
                try cursor.skip()
            }
        }
        try cursor.end()
    }

    /// What has been read comes to, by the rule of `model`.
    func result(_ tokenizer: Tokenizer, model: String) -> ChatTokens {
        let rule = ChatRule(model: model)
        let rendered = tools.isEmpty ? 0 : tokenizer.count(ToolRendering.text(of: tools))
        let correction = rule.correction(hasTools: !tools.isEmpty, hasSystemMessage: hasSystemMessage)
        return ChatTokens(count: tokens + rendered + correction, isExact: isPlainText && tools.isEmpty)
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
                try readOther(key, &cursor)
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
        var isImage = false
        var isSmall = false
        var text: JSONString?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals("type", in: bytes), cursor.kind() == .string {
                let type = try cursor.string()
                isText = type.equals("text", in: bytes)
                isImage = type.equals("image_url", in: bytes)
            } else if key.equals("text", in: bytes), cursor.kind() == .string {
                text = try cursor.string()
            } else {
                try cursor.walk { key, offset in
                    guard key.equals("detail", in: bytes) else { return }
                    var inside = JSONCursor(bytes, at: offset)
                    if let detail = try? inside.stringIfPresent() { isSmall = detail.equals("low", in: bytes) }
                }
            }
        }
        if isText, let text {
            tokens += count(text)
        } else {
            isPlainText = false
            if isImage { otherTokens += isSmall ? Self.smallImageTokens : Self.imageTokens }
        }
    }

    private mutating func count(_ text: JSONString) -> Int {
        if text.range.count > Tokenizer.longestString { isPlainText = false }
        return tokenizer.count(text, in: bytes)
    }

    /// Counts what a message has besides role, name and content, for estimates: calls of functions, refusals.
    private mutating func readOther(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        if cursor.kind() != .null { isPlainText = false }
        if key.equals("refusal", in: bytes), cursor.kind() == .string {
            otherTokens += count(try cursor.string())
        } else if key.equals("tool_calls", in: bytes) || key.equals("function_call", in: bytes) {
            var strings: [JSONString] = []
            var offsets: [Int] = []
            try cursor.walk { key, offset in
                if key.equals("name", in: bytes) || key.equals("arguments", in: bytes) { offsets.append(offset) }
            }
            for offset in offsets {
                var inside = JSONCursor(bytes, at: offset)
                if let string = try inside.stringIfPresent() { strings.append(string) }
            }
            for string in strings { otherTokens += count(string) + 2 }
        } else {
            try cursor.skip()
        }
    }

    /// Members of a request that put nothing into the prompt.
    private static let knownMembers: [StaticString] = [
        "stream", "stream_options", "max_tokens", "max_completion_tokens", "temperature", "top_p", "n", "stop",
        "presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "user", "seed", "metadata",
        "store", "service_tier", "safety_identifier", "prompt_cache_key", "prompt_cache_retention",
        "parallel_tool_calls", "prediction", "reasoning_effort", "verbosity",
    ]
}
