import JSONScanning

/// The members of a request's top level that matter, as they are met.
struct RequestFields {
    private let bodyOffset: Int
    private let api: API
    private var model: JSONString?
    private var stream = false
    private var maxTokens: Int64?
    private var maxCompletionTokens: Int64?
    private var maxOutputTokens: Int64?
    private var choices: Int64?
    private var serviceTier: JSONString?
    private var user: JSONString?
    private var safetyIdentifier: JSONString?
    private var metadataUser: JSONString?
    private var component: JSONString?
    private var streamOptions = StreamOptions.absent
    private var isInline = true
    private var isBackground = false
    /// Azure refuses `stream_options` together with data sources.
    private var hasDataSources = false
    private var hints = RequestHints()

    /// Nothing met yet in the object whose first byte after the brace is at `bodyOffset`, a request to `api`.
    init(bodyOffset: Int, api: API) {
        self.bodyOffset = bodyOffset
        self.api = api
    }

    /// Reads the value at `cursor`, of the member called `key`.
    mutating func read(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("messages") {
            try PromptScan.messages(&cursor, isInline: &isInline)
        } else if named("model") {
            model = try cursor.stringIfPresent()
        } else if named("stream") {
            stream = try cursor.boolIfPresent() ?? false
        } else if named("max_tokens") {
            maxTokens = try cursor.integerIfPresent()
        } else if named("max_completion_tokens") {
            maxCompletionTokens = try cursor.integerIfPresent()
        } else if named("max_output_tokens") {
            maxOutputTokens = try cursor.integerIfPresent()
        } else if named("stream_options") {
            streamOptions = try StreamOptions(&cursor)
        } else if named("system") {
            try PromptScan.content(&cursor, isInline: &isInline)
        } else if named("tools") {
            if api == .generateContent {
                try PromptScan.geminiTools(&cursor, isInline: &isInline)
            } else {
                try PromptScan.tools(&cursor, isInline: &isInline)
            }
        } else if named("input") {
            try readInput(&cursor)
        } else if named("contents") || named("content") || named("requests") || named("systemInstruction")
            || named("system_instruction")
        {
            try PromptScan.parts(&cursor, isInline: &isInline)
        } else if named("generationConfig") || named("generation_config") {
            try readGeneration(&cursor)
        } else if named("prompt") {
            // An object names a prompt that the provider stores.
            if cursor.kind() == .object { isInline = false }
            try cursor.skip()
        } else if named("n") || named("best_of") {
            choices = max(choices ?? 1, try cursor.integerIfPresent() ?? 1)
        } else if named("background") {
            isBackground = try cursor.boolIfPresent() ?? false
        } else if named("user") {
            user = try cursor.stringIfPresent()
        } else if named("safety_identifier") {
            safetyIdentifier = try cursor.stringIfPresent()
        } else if named("service_tier") {
            serviceTier = try cursor.stringIfPresent()
        } else if named("metadata") {
            try readMetadata(&cursor)
        } else if named("size"), api == .images {
            hints.imageSize = try cursor.stringIfPresent()?.text(in: bytes)
        } else if named("quality"), api == .images {
            hints.imageQuality = try cursor.stringIfPresent()?.text(in: bytes)
        } else if api == .images, ["image", "images", "mask"].contains(where: { key.equals($0, in: bytes) }) {
            // Pictures that are named by an id or an address.
            if cursor.kind() != .null { isInline = false }
            try cursor.skip()
        } else if named("inference_geo") {
            hints.inferenceLocation = try cursor.stringIfPresent()?.text(in: bytes)
        } else if named("web_search_options") {
            isInline = cursor.kind() == .null && isInline
            try readSearchOptions(&cursor)
        } else {
            if named("data_sources") { hasDataSources = true }
            if PromptScan.bringsInMore(key, bytes), cursor.kind() != .null { isInline = false }
            try cursor.skip()
        }
    }

    /// The facts, once the whole body was read.
    func facts(of body: UnsafeRawBufferPointer, api: API) -> RequestFacts {
        func text(_ string: JSONString?) -> String? {
            guard let string, !string.range.isEmpty else { return nil }
            return string.text(in: body)
        }
        let cap = max(maxTokens ?? 0, maxCompletionTokens ?? 0, maxOutputTokens ?? 0)
        let wantsInjection =
            api == .chatCompletions && stream && !streamOptions.includesUsage && !hasDataSources
        let count = min(max(choices ?? 1, 1), Int64(Int32.max))
        return RequestFacts(
            model: text(model),
            stream: stream,
            outputCap: cap > 0 ? cap : nil,
            choices: count,
            serviceTier: text(serviceTier),
            user: text(safetyIdentifier) ?? text(user) ?? text(metadataUser),
            component: text(component),
            includesUsage: streamOptions.includesUsage,
            usageInjection: wantsInjection ? streamOptions.injection(bodyOffset: bodyOffset) : nil,
            isInlineTextOnly: isInline,
            isBackground: isBackground,
            hints: hints(model: text(model), choices: count),
            bodyBytes: body.count)
    }

    private func hints(model: String?, choices: Int64) -> RequestHints {
        var hints = hints
        if api == .images { hints.fillImages(model: model, count: choices) }
        return hints
    }

    private mutating func readInput(_ cursor: inout JSONCursor) throws(JSONScanError) {
        switch api {
        case .responses, .countTokens, .interactions:
            try PromptScan.items(&cursor, isInline: &isInline)
        case .speech:
            let text = try cursor.stringIfPresent()
            hints.characters = text.map { Int64($0.text(in: cursor.bytes).unicodeScalars.count) }
        default:
            var isText = true
            try cursor.walk { _, _ in isText = false }
            if !isText { isInline = false }
        }
    }

    /// Gemini's `generationConfig`.
    private mutating func readGeneration(_ cursor: inout JSONCursor) throws(JSONScanError) {
        guard cursor.kind() == .object else {
            try cursor.skip()
            return
        }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals("maxOutputTokens", in: cursor.bytes) || key.equals("max_output_tokens", in: cursor.bytes) {
                maxOutputTokens = try cursor.integerIfPresent()
            } else if key.equals("candidateCount", in: cursor.bytes)
                || key.equals("candidate_count", in: cursor.bytes)
            {
                choices = try cursor.integerIfPresent()
            } else {
                try cursor.skip()
            }
        }
    }

    private mutating func readSearchOptions(_ cursor: inout JSONCursor) throws(JSONScanError) {
        guard cursor.kind() == .object else {
            try cursor.skip()
            return
        }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals("search_context_size", in: cursor.bytes) {
                hints.searchContextSize = try cursor.stringIfPresent()?.text(in: cursor.bytes)
            } else {
                try cursor.skip()
            }
        }
    }

    private mutating func readMetadata(_ cursor: inout JSONCursor) throws(JSONScanError) {
        metadataUser = nil
        component = nil
        guard cursor.kind() == .object else {
            try cursor.skip()
            return
        }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals("user_id", in: cursor.bytes) {
                metadataUser = try cursor.stringIfPresent()
            } else if key.equals("component_type", in: cursor.bytes) {
                component = try cursor.stringIfPresent()
            } else {
                try cursor.skip()
            }
        }
    }
}
