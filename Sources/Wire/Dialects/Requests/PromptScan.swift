import JSONScanning

/// Looks through the parts of a request that become prompt tokens, for anything whose tokens its bytes do not bound.
///
/// In doubt the answer is no: a hold is then bounded by the model's context window.
enum PromptScan {
    /// The `messages` at `cursor`.
    static func messages(_ cursor: inout JSONCursor, isInline: inout Bool) throws(JSONScanError) {
        guard cursor.kind() == .array else {
            try cursor.skip()
            return
        }
        try cursor.beginArray()
        while try cursor.nextElement() {
            guard cursor.kind() == .object else {
                try cursor.skip()
                continue
            }
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                if key.equals("content", in: cursor.bytes) {
                    try content(&cursor, isInline: &isInline)
                } else {
                    // An earlier answer in audio, by its id.
                    if key.equals("audio", in: cursor.bytes), cursor.kind() != .null { isInline = false }
                    try cursor.skip()
                }
            }
        }
    }

    /// The content at `cursor`: a string, or parts, which may hold content again to the depth `levels`.
    static func content(
        _ cursor: inout JSONCursor, isInline: inout Bool, levels: Int = 2
    ) throws(JSONScanError) {
        switch cursor.kind() {
        case .array where levels > 0:
            try cursor.beginArray()
            while try cursor.nextElement() { try part(&cursor, isInline: &isInline, levels: levels) }
        case .array, .object:
            isInline = false
            try cursor.skip()
        default:
            try cursor.skip()
        }
    }

    /// The `tools` at `cursor`: those that the provider runs itself put their results into the prompt.
    static func tools(_ cursor: inout JSONCursor, isInline: inout Bool) throws(JSONScanError) {
        guard cursor.kind() == .array else {
            try cursor.skip()
            return
        }
        try cursor.beginArray()
        while try cursor.nextElement() {
            guard cursor.kind() == .object else {
                try cursor.skip()
                continue
            }
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                guard key.equals("type", in: cursor.bytes), cursor.kind() == .string else {
                    try cursor.skip()
                    continue
                }
                let type = try cursor.string()
                if !type.equals("function", in: cursor.bytes), !type.equals("custom", in: cursor.bytes) {
                    isInline = false
                }
            }
        }
    }

    /// Whether a member of the request's top level called `key` makes the provider put more into the prompt than the
    /// body says, or names a part of the prompt that is not in the body.
    static func bringsInMore(_ key: JSONString, _ bytes: UnsafeRawBufferPointer) -> Bool {
        for name in outside where key.equals(name, in: bytes) { return true }
        return false
    }

    private static let outside: [StaticString] = [
        "web_search_options", "search_parameters", "search_settings", "compound_custom", "plugins", "container",
        "mcp_servers", "previous_response_id", "conversation", "cached_content", "cachedContent", "file_ids",
        "attachments", "data_sources", "previous_interaction_id",
    ]

    private static func part(
        _ cursor: inout JSONCursor, isInline: inout Bool, levels: Int
    ) throws(JSONScanError) {
        guard cursor.kind() == .object else {
            if cursor.kind() != .string { isInline = false }
            try cursor.skip()
            return
        }
        var isText = false
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals("type", in: cursor.bytes) {
                isText = isTextual(try cursor.stringIfPresent(), cursor.bytes)
            } else if key.equals("content", in: cursor.bytes) {
                try content(&cursor, isInline: &isInline, levels: levels - 1)
            } else {
                try cursor.skip()
            }
        }
        if !isText { isInline = false }
    }

    /// Whether a part of this type is nothing but the text that it holds.
    private static func isTextual(_ type: JSONString?, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let type else { return false }
        return type.equals("text", in: bytes) || type.equals("tool_use", in: bytes)
            || type.equals("tool_result", in: bytes) || type.equals("thinking", in: bytes)
            || type.equals("redacted_thinking", in: bytes) || type.equals("refusal", in: bytes)
    }
}
