import JSONScanning

/// The members of a streamed event, or of a choice in one, that say where its text is; offsets are those of values.
///
/// They may come in any order, so that they are found first and read then.
struct EventMembers {
    private(set) var type: String?
    private(set) var index: Int64 = 0
    private(set) var choices: Int?
    private(set) var candidates: Int?
    private(set) var content: Int?
    private(set) var item: Int?
    /// Anthropic's `content_block`.
    private(set) var block: Int?
    /// A `delta` that is an object, or a `message` in its place.
    private(set) var delta: Int?
    /// A `delta` that is a text.
    private(set) var deltaText: JSONString?
    private(set) var text: JSONString?
    private(set) var finishReason: String?

    /// Reads the object at `cursor`; what came before a failure is kept.
    mutating func read(_ cursor: inout JSONCursor) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            func named(_ names: StaticString...) -> Bool { names.contains { key.equals($0, in: bytes) } }
            if named("type") {
                type = try cursor.shortText()
            } else if named("index", "output_index") {
                index = try cursor.integerIfPresent() ?? 0
            } else if named("delta", "message") {
                if cursor.kind() == .string {
                    deltaText = try cursor.string()
                } else {
                    delta = try cursor.objectOffset() ?? delta
                }
            } else if named("choices") {
                choices = try place(&cursor)
            } else if named("candidates") {
                candidates = try place(&cursor)
            } else if named("content") {
                content = try cursor.objectOffset()
            } else if named("content_block") {
                block = try cursor.objectOffset()
            } else if named("item") {
                item = try cursor.objectOffset()
            } else if named("text") {
                text = try cursor.looseString()
            } else if named("finish_reason", "finishReason") {
                finishReason = try cursor.shortText()
            } else {
                try cursor.skipLoosely()
            }
        }
    }

    private func place(_ cursor: inout JSONCursor) throws(JSONScanError) -> Int {
        try cursor.skipLoosely().lowerBound
    }
}
