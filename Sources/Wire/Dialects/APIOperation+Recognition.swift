extension APIOperation {
    /// The operation that `method` on `path` asks of a provider that speaks `dialect`.
    ///
    /// The path comes without the gateway's provider prefix; its end decides, because a base URL may or may not carry
    /// `/v1`. A query, trailing and doubled slashes, letter case and percent-escapes make no difference, so that no
    /// spelling of a path that a provider accepts gets around the meter.
    public static func recognize(method: String, path: some StringProtocol, dialect: Dialect) -> APIOperation {
        let segments = segments(of: path)
        let names = segments.map { $0.lowercased() }
        var operation =
            switch method {
            case "POST": posted(segments, names, dialect)
            case "GET": fetched(names)
            default: APIOperation(api: .unmetered)
            }
        operation.dialect = convention(of: operation.api, names, dialect)
        return operation
    }

    private static func posted(_ segments: [String], _ names: [String], _ dialect: Dialect) -> APIOperation {
        guard let last = names.last else { return APIOperation(api: .unmetered) }
        if last.contains(":"), let named = modelVerb(segments[names.count - 1]) { return named }
        if names.ends("responses", nil, "cancel") { return APIOperation(api: .responses, isRetrieval: true) }
        var operation = APIOperation(api: api(names, dialect))
        if dialect == .azure, let index = names.lastIndex(of: "deployments"), index + 1 < names.count {
            operation.model = segments[index + 1]
        }
        return operation
    }

    private static func fetched(_ names: [String]) -> APIOperation {
        if names.ends("responses", nil) { return APIOperation(api: .responses, isRetrieval: true) }
        if names.ends("interactions", nil) { return APIOperation(api: .interactions, isRetrieval: true) }
        return APIOperation(api: .unmetered)
    }

    private static func api(_ names: [String], _ dialect: Dialect) -> API {
        for (api, ending) in endings where names.ends(with: ending) { return api }
        // OpenAI has /v1/threads/{id}/messages, which is something else.
        if names.ends("v1", "messages") || dialect == .anthropic && names == ["messages"] { return .messages }
        if names.ends("messages", "count_tokens") { return .countTokens }
        if dialect == .openai, names.count == 2, names[0] == "api", ["chat", "generate", "embed"].contains(names[1]) {
            return .ollama
        }
        for version in ["v1", "v2"] {
            if names.ends(version, "chat") { return .cohereChat }
            if names.ends(version, "embed") { return .cohereEmbed }
            if names.ends(version, "rerank") { return .rerank }
        }
        return .unmetered
    }

    /// The ends of paths; a longer one stands before one that it ends in.
    private static let endings: [(API, [String])] = [
        (.chatCompletions, ["chat", "completions"]), (.completions, ["completions"]), (.responses, ["responses"]),
        (.responses, ["responses", "compact"]), (.countTokens, ["responses", "input_tokens"]),
        (.embeddings, ["embeddings"]), (.moderations, ["moderations"]),
        (.images, ["images", "generations"]), (.images, ["images", "edits"]), (.images, ["images", "variations"]),
        (.transcriptions, ["audio", "transcriptions"]), (.translations, ["audio", "translations"]),
        (.speech, ["audio", "speech"]), (.interactions, ["interactions"]), (.ocr, ["ocr"]),
    ]

    /// Gemini's `{model}:{verb}`; nil for a verb that is not metered.
    private static func modelVerb(_ segment: String) -> APIOperation? {
        guard let colon = segment.lastIndex(of: ":") else { return nil }
        let model = String(segment[..<colon])
        switch segment[segment.index(after: colon)...].lowercased() {
        case "generatecontent": return APIOperation(api: .generateContent, model: model)
        case "streamgeneratecontent": return APIOperation(api: .generateContent, model: model, streams: true)
        case "embedcontent", "batchembedcontents": return APIOperation(api: .embedContent, model: model)
        case "counttokens": return APIOperation(api: .countTokens, model: model)
        case "predict": return APIOperation(api: .images, model: model)
        default: return nil
        }
    }

    private static func convention(of api: API, _ names: [String], _ dialect: Dialect) -> Dialect {
        switch api {
        case .messages: return .anthropic
        case .generateContent, .embedContent, .interactions: return .gemini
        case .countTokens: return names.ends("messages", "count_tokens") ? .anthropic : dialect
        case .unmetered: return dialect == .gemini && names.contains("openai") ? .openai : dialect
        default: return dialect == .azure ? .azure : .openai
        }
    }

    /// The path's segments without query, escapes, and slashes that are one too many.
    private static func segments(of path: some StringProtocol) -> [String] {
        var segments: [[UInt8]] = [[]]
        var rest = path.utf8.makeIterator()
        var pending: [UInt8] = []
        while let byte = pending.popLast() ?? rest.next() {
            if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") { break }
            var decoded = byte
            if byte == UInt8(ascii: "%"), let first = pending.popLast() ?? rest.next() {
                let second = pending.popLast() ?? rest.next()
                if let second, let high = digit(first), let low = digit(second) {
                    decoded = high << 4 | low
                } else {
                    // Not an escape: its bytes stand for themselves.
                    if let second { pending.append(second) }
                    pending.append(first)
                }
            }
            if decoded == UInt8(ascii: "/") {
                if segments.last?.isEmpty == false { segments.append([]) }
            } else {
                segments[segments.count - 1].append(decoded)
            }
        }
        if segments.last?.isEmpty == true { segments.removeLast() }
        return segments.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension [String] {
    /// Whether these are the last names; nil stands for any one.
    fileprivate func ends(_ names: String?...) -> Bool {
        count >= names.count && zip(suffix(names.count), names).allSatisfy { $1 == nil || $0 == $1 }
    }

    /// Whether these are the last names.
    fileprivate func ends(with names: [String]) -> Bool { suffix(names.count).elementsEqual(names) }
}
