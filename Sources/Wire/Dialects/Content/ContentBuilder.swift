import JSONScanning

/// Puts the answers of a stream together from what its events add to them.
struct ContentBuilder: Sendable {
    private let api: API
    private var copier: ContentCopier
    private var choices: [Choice] = []

    /// One answer.
    private struct Choice: Sendable {
        var index: Int64
        var pieces: [Piece] = []
        var finishReason: String?
    }

    /// A part of an answer, as far as it has come.
    private struct Piece: Sendable {
        enum Kind: Sendable { case text, reasoning, tool }
        var kind: Kind
        /// Which of its kind, where a dialect numbers them.
        var key: Int64
        var id: String?
        var name = ""
        var bytes: [UInt8] = []
        var isCut = false
    }

    init(api: API, limits: ContentLimits) {
        self.api = api
        copier = ContentCopier(limits)
    }

    /// What follows is not read: no part is known to be whole.
    mutating func breakOff() {
        for choice in choices.indices {
            for piece in choices[choice].pieces.indices { choices[choice].pieces[piece].isCut = true }
        }
    }

    var messages: [MessageContent] {
        let begun = choices.filter { !$0.pieces.isEmpty || $0.finishReason != nil }
        return begun.sorted { $0.index < $1.index }.map { choice in
            let parts = choice.pieces.map { piece -> MessageContent.Part in
                let text = CopiedText(String(decoding: piece.bytes, as: UTF8.self), isCut: piece.isCut)
                switch piece.kind {
                case .text: return .text(text)
                case .reasoning: return .reasoning(text)
                case .tool: return .toolCall(id: piece.id, name: piece.name, arguments: text)
                }
            }
            return MessageContent(role: "assistant", parts: parts, finishReason: choice.finishReason)
        }
    }

    /// Reads the payload of one event, as far as it can be read.
    mutating func read(_ payload: UnsafeRawBufferPointer) {
        var members = EventMembers()
        var cursor = JSONCursor(payload)
        try? members.read(&cursor)
        switch api {
        case .chatCompletions, .completions: try? readChoices(members.choices, payload)
        case .messages: try? readBlock(members, payload)
        case .responses: try? readItem(members, payload)
        case .generateContent: try? readCandidates(members.candidates, payload)
        default: break
        }
    }

    // MARK: The parts

    private mutating func choice(_ index: Int64) -> Int? {
        if let found = choices.firstIndex(where: { $0.index == index }) { return found }
        guard choices.count < copier.limits.count else { return nil }
        choices.append(Choice(index: index))
        return choices.count - 1
    }

    /// The piece of this kind and key, made where there is none; nil where there are too many.
    private mutating func piece(_ choice: Int, _ kind: Piece.Kind, _ key: Int64) -> Int? {
        if let found = choices[choice].pieces.lastIndex(where: { $0.kind == kind && $0.key == key }) { return found }
        guard choices[choice].pieces.count < copier.limits.count else { return nil }
        choices[choice].pieces.append(Piece(kind: kind, key: key))
        return choices[choice].pieces.count - 1
    }

    private mutating func add(
        _ text: JSONString, _ bytes: UnsafeRawBufferPointer, _ kind: Piece.Kind, key: Int64 = 0, to choice: Int
    ) {
        guard let piece = piece(choice, kind, key), !choices[choice].pieces[piece].isCut else { return }
        let isWhole = copier.append(text, bytes, to: &choices[choice].pieces[piece].bytes)
        if !isWhole { choices[choice].pieces[piece].isCut = true }
    }

    private mutating func addTool(_ part: MessageContent.Part, key: Int64, to choice: Int) {
        guard case .toolCall(let id, let name, let arguments) = part, let piece = piece(choice, .tool, key) else {
            return
        }
        if let id { choices[choice].pieces[piece].id = id }
        choices[choice].pieces[piece].name += name
        choices[choice].pieces[piece].bytes += arguments.text.utf8
        if arguments.isCut { choices[choice].pieces[piece].isCut = true }
    }

    // MARK: The dialects

    /// Chunks of chat completions and completions.
    private mutating func readChoices(_ offset: Int?, _ bytes: UnsafeRawBufferPointer) throws(JSONScanError) {
        guard let offset else { return }
        var cursor = JSONCursor(bytes, at: offset)
        try cursor.elements { (cursor) throws(JSONScanError) in
            var members = EventMembers()
            try members.read(&cursor)
            guard let choice = choice(members.index) else { return }
            if let reason = members.finishReason { choices[choice].finishReason = reason }
            if let text = members.text { add(text, bytes, .text, to: choice) }
            guard let delta = members.delta else { return }
            var inside = JSONCursor(bytes, at: delta)
            try readDelta(&inside, choice)
        }
    }

    private mutating func readDelta(_ cursor: inout JSONCursor, _ choice: Int) throws(JSONScanError) {
        var hasReasoning = false
        try cursor.members { (key, cursor) throws(JSONScanError) in
            let bytes = cursor.bytes
            func named(_ names: StaticString...) -> Bool { names.contains { key.equals($0, in: bytes) } }
            if named("content", "refusal") {
                if cursor.kind() == .array {
                    var parts: [MessageContent.Part] = []
                    try ContentPart.readAll(&cursor, &copier, into: &parts)
                    for case .text(let text) in parts { addCopied(text, to: choice) }
                } else if let text = try cursor.looseString() {
                    add(text, bytes, .text, to: choice)
                }
            } else if named("reasoning_content", "reasoning") {
                // Some write the same text under both names.
                if let text = try cursor.looseString(), !hasReasoning {
                    hasReasoning = true
                    add(text, bytes, .reasoning, to: choice)
                }
            } else if named("tool_calls") {
                try cursor.elements { (cursor) throws(JSONScanError) in
                    var members = EventMembers()
                    var again = cursor
                    try members.read(&cursor)
                    var call = ToolCallReader()
                    try call.read(&again, &copier)
                    addTool(call.part, key: members.index, to: choice)
                }
            } else {
                try cursor.skipLoosely()
            }
        }
    }

    private mutating func addCopied(_ text: CopiedText, to choice: Int) {
        guard let piece = piece(choice, .text, 0), !choices[choice].pieces[piece].isCut else { return }
        choices[choice].pieces[piece].bytes += text.text.utf8
        choices[choice].pieces[piece].isCut = text.isCut
    }

    /// Anthropic's blocks.
    private mutating func readBlock(_ members: EventMembers, _ bytes: UnsafeRawBufferPointer) throws(JSONScanError) {
        guard let offset = members.delta ?? members.block, let choice = choice(0) else { return }
        var cursor = JSONCursor(bytes, at: offset)
        let key = members.index
        var start = ToolCallReader()
        var isTool = false
        try cursor.members { (name, cursor) throws(JSONScanError) in
            func named(_ names: StaticString...) -> Bool { names.contains { name.equals($0, in: bytes) } }
            if named("text") {
                if let text = try cursor.looseString() { add(text, bytes, .text, key: key, to: choice) }
            } else if named("thinking") {
                if let text = try cursor.looseString() { add(text, bytes, .reasoning, key: key, to: choice) }
            } else if named("partial_json") {
                if let text = try cursor.looseString() { add(text, bytes, .tool, key: key, to: choice) }
            } else if named("stop_reason") {
                if let reason = try cursor.shortText() { choices[choice].finishReason = reason }
            } else if named("type") {
                isTool = try cursor.shortText()?.hasSuffix("tool_use") ?? false
            } else {
                try cursor.skipLoosely()
            }
        }
        guard isTool else { return }
        // `input` is empty here; what follows as `partial_json` is it.
        var again = JSONCursor(bytes, at: offset)
        var unused = ContentCopier(ContentLimits(text: 0, total: 0, count: 0))
        try start.read(&again, &unused)
        addTool(.toolCall(id: start.id, name: start.name ?? "", arguments: CopiedText("")), key: key, to: choice)
    }

    /// The deltas of a response, and the items that they belong to.
    private mutating func readItem(_ members: EventMembers, _ bytes: UnsafeRawBufferPointer) throws(JSONScanError) {
        guard let type = members.type, let choice = choice(0) else { return }
        if let text = members.deltaText {
            switch type {
            case "response.output_text.delta", "response.refusal.delta":
                add(text, bytes, .text, key: members.index, to: choice)
            case "response.reasoning_text.delta", "response.reasoning_summary_text.delta":
                add(text, bytes, .reasoning, key: members.index, to: choice)
            case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta":
                add(text, bytes, .tool, key: members.index, to: choice)
            default: break
            }
        } else if type == "response.output_item.added", let item = members.item {
            var reader = MessageReader()
            var cursor = JSONCursor(bytes, at: item)
            var unused = ContentCopier(ContentLimits(text: 0, total: 0, count: 1))
            try reader.read(&cursor, &unused)
            if case .toolCall(let id, let name, _)? = reader.message.parts.first {
                let call = MessageContent.Part.toolCall(id: id, name: name, arguments: CopiedText(""))
                addTool(call, key: members.index, to: choice)
            }
        }
    }

    /// Gemini's chunks.
    private mutating func readCandidates(_ offset: Int?, _ bytes: UnsafeRawBufferPointer) throws(JSONScanError) {
        guard let offset else { return }
        var cursor = JSONCursor(bytes, at: offset)
        try cursor.elements { (cursor) throws(JSONScanError) in
            var members = EventMembers()
            try members.read(&cursor)
            guard let choice = choice(members.index) else { return }
            if let reason = members.finishReason { choices[choice].finishReason = reason }
            guard let content = members.content else { return }
            var inside = JSONCursor(bytes, at: content)
            var reader = MessageReader()
            try reader.read(&inside, &copier)
            for part in reader.message.parts { addWhole(part, to: choice) }
        }
    }

    private mutating func addWhole(_ part: MessageContent.Part, to choice: Int) {
        switch part {
        case .text(let text): addCopied(text, to: choice)
        case .reasoning(let text):
            guard let piece = piece(choice, .reasoning, 0), !choices[choice].pieces[piece].isCut else { return }
            choices[choice].pieces[piece].bytes += text.text.utf8
            choices[choice].pieces[piece].isCut = text.isCut
        case .toolCall: addTool(part, key: Int64(choices[choice].pieces.count), to: choice)
        case .toolResult, .other: break
        }
    }
}
