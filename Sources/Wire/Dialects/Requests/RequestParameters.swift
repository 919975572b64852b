import JSONScanning

/// How a request asks the model to answer: what telemetry tells of it, beside ``RequestFacts``.
public struct RequestParameters: Sendable, Hashable {
    public var temperature: Double?
    public var topP: Double?
    public var topK: Int64?
    public var frequencyPenalty: Double?
    public var presencePenalty: Double?
    public var seed: Int64?
    /// At most 16, each cut to 128 characters.
    public var stopSequences: [String] = []
    /// How embeddings are to be written: `float`, `base64`.
    public var encodingFormats: [String] = []
    /// Of an embedding.
    public var dimensions: Int64?
    /// `low`, `high` and so on, in the provider's words.
    public var reasoningLevel: String?
    /// `text`, `json`, `image` or `speech`, where the request says so.
    public var outputType: String?
    /// The provider's id of a conversation that the request goes on with.
    public var conversation: String?

    /// A request that says nothing.
    public init() {}

    /// Reads `body`, a request to `api`; of one that breaks off, or is no object, what is there.
    ///
    /// Members of the wrong type count as absent.
    public init(_ body: UnsafeRawBufferPointer, api: API) {
        self.init()
        guard api.isMetered else { return }
        var cursor = JSONCursor(body)
        try? read(&cursor, levels: 3)
        if outputType == nil, api == .images { outputType = "image" }
        if outputType == nil, api == .speech { outputType = "speech" }
    }

    private static let mostStops = 16

    /// Reads the object at `cursor`, and the sections in it that have such members, too.
    private mutating func read(_ cursor: inout JSONCursor, levels: Int) throws(JSONScanError) {
        guard levels > 0 else { return _ = try cursor.skipLoosely() }
        try cursor.members { (key, cursor) throws(JSONScanError) in
            guard try !readSampling(key, &cursor, levels), try !readForm(key, &cursor, levels) else { return }
            try cursor.skipLoosely()
        }
    }

    /// How tokens are chosen; false where the member is another one.
    private mutating func readSampling(
        _ key: JSONString, _ cursor: inout JSONCursor, _ levels: Int
    ) throws(JSONScanError) -> Bool {
        let bytes = cursor.bytes
        func named(_ names: StaticString...) -> Bool { names.contains { key.equals($0, in: bytes) } }
        if named("temperature") {
            temperature = try cursor.doubleIfPresent()
        } else if named("top_p", "topP") {
            topP = try cursor.doubleIfPresent()
        } else if named("top_k", "topK") {
            topK = try cursor.integerIfPresent()
        } else if named("frequency_penalty", "frequencyPenalty") {
            frequencyPenalty = try cursor.doubleIfPresent()
        } else if named("presence_penalty", "presencePenalty") {
            presencePenalty = try cursor.doubleIfPresent()
        } else if named("seed") {
            seed = try cursor.integerIfPresent()
        } else if named("stop", "stop_sequences", "stopSequences") {
            stopSequences = try cursor.shortTexts(Self.mostStops)
        } else if named("generationConfig", "generation_config") {
            try read(&cursor, levels: levels - 1)
        } else {
            return false
        }
        return true
    }

    /// What the answer is to be; false where the member is another one.
    private mutating func readForm(
        _ key: JSONString, _ cursor: inout JSONCursor, _ levels: Int
    ) throws(JSONScanError) -> Bool {
        let bytes = cursor.bytes
        func named(_ names: StaticString...) -> Bool { names.contains { key.equals($0, in: bytes) } }
        if named("encoding_format", "embedding_types") {
            encodingFormats = try cursor.shortTexts(Self.mostStops)
        } else if named("dimensions", "output_dimension", "outputDimensionality") {
            dimensions = try cursor.integerIfPresent()
        } else if named("reasoning_effort", "thinkingLevel", "thinking_level", "effort") {
            reasoningLevel = try cursor.shortText()
        } else if named("reasoning", "output_config", "thinkingConfig", "thinking_config", "text") {
            try read(&cursor, levels: levels - 1)
        } else if named("response_format", "format") {
            try readFormat(&cursor)
        } else if named("responseMimeType", "response_mime_type") {
            outputType = try cursor.shortText().map { $0 == "application/json" ? "json" : "text" }
        } else if named("modalities", "responseModalities", "response_modalities") {
            let kinds = try cursor.shortTexts(4).map { $0.lowercased() }
            if kinds.contains("audio") {
                outputType = "speech"
            } else if kinds.contains("image") {
                outputType = "image"
            }
        } else if named("conversation") {
            try readConversation(&cursor)
        } else {
            return false
        }
        return true
    }

    /// `{"type": "json_schema"}` and so on.
    private mutating func readFormat(_ cursor: inout JSONCursor) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            guard key.equals("type", in: cursor.bytes) else { return _ = try cursor.skipLoosely() }
            switch try cursor.shortText() {
            case "json_schema", "json_object": outputType = "json"
            case "text": outputType = "text"
            default: break
            }
        }
    }

    /// An id, or an object with one.
    private mutating func readConversation(_ cursor: inout JSONCursor) throws(JSONScanError) {
        guard cursor.kind() == .object else { return conversation = try cursor.shortText() }
        try cursor.members { (key, cursor) throws(JSONScanError) in
            guard key.equals("id", in: cursor.bytes) else { return _ = try cursor.skipLoosely() }
            conversation = try cursor.shortText()
        }
    }
}

extension JSONCursor {
    /// The number here; nil for anything else, which is skipped, and for what no number of 64 bits comes near.
    fileprivate mutating func doubleIfPresent() throws(JSONScanError) -> Double? {
        guard kind() == .number else {
            try skipLoosely()
            return nil
        }
        let text = String(decoding: bytes[try number()].prefix(64), as: UTF8.self)
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// A text, or the texts of a list; each cut to what names may be.
    fileprivate mutating func shortTexts(_ most: Int) throws(JSONScanError) -> [String] {
        guard kind() == .array else { return try shortText().map { [$0] } ?? [] }
        var texts: [String] = []
        try elements { (cursor) throws(JSONScanError) in
            if let text = try cursor.shortText(), texts.count < most { texts.append(text) }
        }
        return texts
    }
}
