import JSONScanning

/// What a request's prompt may come to beyond the text in its body; looked at only where a hard budget asks.
public struct PromptExtent: Sendable, Hashable {
    /// The request names tools, for which the provider adds instructions.
    public private(set) var hasTools = false
    /// The provider may run tools of its own, as often as it likes, and put their results into the prompt.
    public private(set) var hasHostedTools = false
    /// Parts that are images.
    public private(set) var images = 0
    /// Bytes of the body that are an image's data or address.
    public private(set) var imageBytes = 0
    /// There are parts that are neither text nor images.
    public private(set) var hasOtherMedia = false
    /// `best_of`: how many answers are generated, of which one is sent.
    public private(set) var bestOf: Int64?

    /// Members of the top level with which the provider searches, runs code or calls servers.
    private static let hosted: [StaticString] = [
        "web_search_options", "search_parameters", "search_settings", "compound_custom", "plugins", "container",
        "mcp_servers",
    ]

    /// Looks through `body`, a request to `api`; what is not valid JSON has been refused before.
    public init(_ body: UnsafeRawBufferPointer, api: API) {
        var cursor = JSONCursor(body)
        do {
            try read(&cursor)
        } catch {
            // Not to be bounded, then.
            hasHostedTools = true
        }
    }

    private mutating func read(_ cursor: inout JSONCursor) throws(JSONScanError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let bytes = cursor.bytes
            if key.equals("tools", in: bytes) {
                try readTools(&cursor)
            } else if key.equals("best_of", in: bytes) {
                bestOf = try cursor.integerIfPresent()
            } else if Self.hosted.contains(where: { key.equals($0, in: bytes) }), cursor.kind() != .null {
                hasHostedTools = true
                try cursor.skip()
            } else {
                var media = Media()
                try cursor.walk { media.see($0, at: $1, in: bytes) }
                images += media.images
                imageBytes += media.imageBytes
                if media.hasOther { hasOtherMedia = true }
            }
        }
    }

    private mutating func readTools(_ cursor: inout JSONCursor) throws(JSONScanError) {
        guard cursor.kind() == .array else {
            hasHostedTools = hasHostedTools || cursor.kind() != .null
            try cursor.skip()
            return
        }
        try cursor.beginArray()
        while try cursor.nextElement() {
            hasTools = true
            guard cursor.kind() == .object else {
                hasHostedTools = true
                try cursor.skip()
                continue
            }
            if try !isCallersOwn(&cursor) { hasHostedTools = true }
        }
    }

    /// Whether the tool at `cursor` is run by the caller, who then sends its result in a call of its own.
    private func isCallersOwn(_ cursor: inout JSONCursor) throws(JSONScanError) -> Bool {
        var byType: Bool?
        var isDeclared = false
        var runsAtProvider = false
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let bytes = cursor.bytes
            if key.equals("type", in: bytes), cursor.kind() == .string {
                let type = try cursor.string().text(in: bytes)
                byType =
                    ["function", "custom"].contains(type)
                    || ["bash_", "text_editor_", "computer_", "memory_"].contains { type.hasPrefix($0) }
                continue
            }
            // Anthropic's and Gemini's forms have no type.
            let names: [StaticString] = ["functionDeclarations", "function_declarations", "input_schema", "name"]
            let neutral: [StaticString] = [
                "description", "parameters", "strict", "cache_control", "function", "toolSpec",
            ]
            if names.contains(where: { key.equals($0, in: bytes) }) {
                isDeclared = true
            } else if !neutral.contains(where: { key.equals($0, in: bytes) }) {
                runsAtProvider = true
            }
            try cursor.skip()
        }
        return byType ?? (isDeclared && !runsAtProvider)
    }

    /// Media met on a walk through a value.
    private struct Media {
        var images = 0
        var imageBytes = 0
        var hasOther = false

        private static let imageTypes: [StaticString] = ["image_url", "image", "input_image"]
        private static let otherTypes: [StaticString] = [
            "input_audio", "audio", "audio_url", "file", "input_file", "document", "video", "video_url",
            "container_upload",
        ]
        private static let otherMembers: [StaticString] = [
            "inlineData", "inline_data", "fileData", "file_data", "file_id",
        ]
        private static let addresses: [StaticString] = ["url", "data", "image_url"]

        mutating func see(_ key: JSONString, at offset: Int, in bytes: UnsafeRawBufferPointer) {
            if Self.otherMembers.contains(where: { key.equals($0, in: bytes) }) { hasOther = true }
            guard bytes[offset] == UInt8(ascii: "\"") else { return }
            var cursor = JSONCursor(bytes)
            cursor.offset = offset
            guard let value = try? cursor.string() else { return }
            if key.equals("type", in: bytes) {
                if Self.imageTypes.contains(where: { value.equals($0, in: bytes) }) { images += 1 }
                if Self.otherTypes.contains(where: { value.equals($0, in: bytes) }) { hasOther = true }
            } else if Self.addresses.contains(where: { key.equals($0, in: bytes) }) {
                imageBytes += value.range.count
            }
        }
    }
}
