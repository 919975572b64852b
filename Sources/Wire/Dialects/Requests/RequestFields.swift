import JSONScanning

/// The members of a request's top level that matter, as they are met.
struct RequestFields {
    private let bodyOffset: Int
    private var model: JSONString?
    private var stream = false
    private var maxTokens: Int64?
    private var maxCompletionTokens: Int64?
    private var choices: Int64?
    private var serviceTier: JSONString?
    private var user: JSONString?
    private var safetyIdentifier: JSONString?
    private var metadataUser: JSONString?
    private var component: JSONString?
    private var streamOptions = StreamOptions.absent
    private var isInline = true

    /// Nothing met yet in the object whose first byte after the brace is at `bodyOffset`.
    init(bodyOffset: Int) { self.bodyOffset = bodyOffset }

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
        } else if named("stream_options") {
            streamOptions = try StreamOptions(&cursor)
        } else if named("system") {
            try PromptScan.content(&cursor, isInline: &isInline)
        } else if named("tools") {
            try PromptScan.tools(&cursor, isInline: &isInline)
        } else if named("input") {
            var isText = true
            try cursor.walk { _, _ in isText = false }
            if !isText { isInline = false }
        } else if named("n") {
            choices = try cursor.integerIfPresent()
        } else if named("user") {
            user = try cursor.stringIfPresent()
        } else if named("safety_identifier") {
            safetyIdentifier = try cursor.stringIfPresent()
        } else if named("service_tier") {
            serviceTier = try cursor.stringIfPresent()
        } else if named("metadata") {
            try readMetadata(&cursor)
        } else {
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
        let cap = max(maxTokens ?? 0, maxCompletionTokens ?? 0)
        let wantsInjection = api == .chatCompletions && stream && !streamOptions.includesUsage
        return RequestFacts(
            model: text(model),
            stream: stream,
            outputCap: cap > 0 ? cap : nil,
            choices: min(max(choices ?? 1, 1), Int64(Int32.max)),
            serviceTier: text(serviceTier),
            user: text(safetyIdentifier) ?? text(user) ?? text(metadataUser),
            component: text(component),
            includesUsage: streamOptions.includesUsage,
            usageInjection: wantsInjection ? streamOptions.injection(bodyOffset: bodyOffset) : nil,
            isInlineTextOnly: isInline,
            bodyBytes: body.count)
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
