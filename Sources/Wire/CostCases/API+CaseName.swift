public import Dialects

extension API {
    /// The API called `name` in logs: its raw value, or another name that is in use for it.
    public init(caseName name: String) throws(CostCaseError) {
        if let api = API(rawValue: name), api != .unmetered {
            self = api
        } else if let api = Self.otherNames[name] {
            self = api
        } else {
            let known = API.allCases.filter(\.isMetered).map(\.rawValue).joined(separator: ", ")
            throw .unknown(field: "api", value: name, known: known)
        }
    }

    private static let otherNames: [String: API] = [
        "countTokens": .countTokens,
        "invoke.anthropic": .messages,
        "rawPredict": .messages,
        "invoke.amazon": .converse,
        "converse-stream": .converse,
        "streamGenerateContent": .generateContent,
        "batchEmbedContents": .embedContent,
        "chat/completions": .chatCompletions,
        "audio.transcription": .transcriptions,
        "audio/transcriptions": .transcriptions,
        "audio/translations": .translations,
        "audio/speech": .speech,
        "images.generations": .images,
        "images.edits": .images,
        "images/generations": .images,
        "images/edits": .images,
    ]
}
