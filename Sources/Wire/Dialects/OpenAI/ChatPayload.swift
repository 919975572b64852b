import JSONScanning

/// What matters in a chat completion or in a chunk of one, found but not decoded; offsets are those of values.
struct ChatPayload {
    private(set) var id: JSONString?
    private(set) var model: JSONString?
    private(set) var serviceTier: JSONString?
    private(set) var finishReasons: [JSONString] = []
    /// A `usage` object on the top level.
    private(set) var usage: Int?
    /// A `usage` object inside the last choice that has one.
    private(set) var choiceUsage: Int?
    /// The one in `x_groq`.
    private(set) var groqUsage: Int?
    /// Groq's `usage_breakdown` object.
    private(set) var breakdown: Int?
    /// An `error` that is not null.
    private(set) var error: Int?
    /// How many choices there are; nil without the array.
    private(set) var choiceCount: Int?

    /// Whether it says nothing but generated text.
    var saysOnlyContent: Bool {
        finishReasons.isEmpty && error == nil && usage == nil && choiceUsage == nil && groqUsage == nil
    }

    /// Reads the object that is all of `bytes`; what was met before a failure is kept.
    mutating func read(_ bytes: UnsafeRawBufferPointer, _ sink: inout PayloadSink) throws(JSONScanError) {
        var cursor = JSONCursor(bytes)
        try cursor.beginObject()
        while let key = try cursor.nextKey() { try readMember(key, &cursor, &sink) }
    }

    private mutating func readMember(
        _ key: JSONString, _ cursor: inout JSONCursor, _ sink: inout PayloadSink
    ) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("choices") {
            choiceCount = 0
            try cursor.elements { (cursor) throws(JSONScanError) in
                choiceCount = (choiceCount ?? 0) + 1
                try readChoice(&cursor, &sink)
            }
        } else if named("id") {
            id = try cursor.looseString()
        } else if named("model") {
            model = try cursor.looseString()
        } else if named("service_tier") {
            serviceTier = try cursor.looseString() ?? serviceTier
        } else if named("usage") {
            usage = try cursor.objectOffset()
        } else if named("created") {
            try readNumber(&cursor, &sink)
        } else if named("obfuscation") {
            if let string = try cursor.looseString() { sink.padding(string) }
        } else if named("error") {
            error = cursor.kind() == .null ? nil : cursor.offset
            try cursor.skipLoosely()
        } else if named("x_groq") {
            try readGroq(&cursor)
        } else if named("usage_breakdown") {
            breakdown = try cursor.objectOffset()
        } else {
            try cursor.skipLoosely()
        }
    }

    private mutating func readChoice(_ cursor: inout JSONCursor, _ sink: inout PayloadSink) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            if key.equals("delta", in: bytes) || key.equals("message", in: bytes) {
                try ChatMessage.read(&cursor, &sink)
            } else if key.equals("finish_reason", in: bytes) {
                if let reason = try cursor.looseString() { finishReasons.append(reason) }
            } else if key.equals("index", in: bytes) {
                try readNumber(&cursor, &sink)
            } else if key.equals("text", in: bytes) {
                if let text = try cursor.looseString() { sink.content(text, bytes) }
            } else if key.equals("usage", in: bytes) {
                choiceUsage = try cursor.objectOffset() ?? choiceUsage
            } else {
                try cursor.skipLoosely()
            }
        }
    }

    private mutating func readGroq(_ cursor: inout JSONCursor) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in
            if key.equals("usage", in: cursor.bytes) {
                groqUsage = try cursor.objectOffset()
            } else if key.equals("usage_breakdown", in: cursor.bytes) {
                breakdown = try cursor.objectOffset() ?? breakdown
            } else if key.equals("error", in: cursor.bytes) {
                error = cursor.kind() == .null ? error : cursor.offset
                try cursor.skipLoosely()
            } else {
                try cursor.skipLoosely()
            }
        }
    }

    private func readNumber(_ cursor: inout JSONCursor, _ sink: inout PayloadSink) throws(JSONScanError) {
        guard cursor.kind() == .number else {
            try cursor.skipLoosely()
            return
        }
        sink.number(try cursor.number(), cursor.bytes)
    }
}

extension JSONCursor {
    /// Where the object here begins, which is skipped; nil for another kind of value.
    mutating func objectOffset() throws(JSONScanError) -> Int? {
        let isObject = kind() == .object
        let range = try skipLoosely()
        return isObject ? range.lowerBound : nil
    }
}
