public import Dialects
import JSONScanning

/// How many tokens the provider will count for the prompt of a request.
///
///     InputCount.exact(body, api: .chatCompletions, model: "gpt-4o")      // nil where no rule is exact
///     InputCount.estimate(body, api: .messages, model: "claude-opus-4-5") // nil where there is no text to count
///
/// Costs some 20 ms for each megabyte of text, on the thread that asks.
public enum InputCount {
    /// The count to the token: OpenAI's models, and requests that are nothing but text.
    ///
    /// - Parameters:
    ///   - body: the request's body, whole, not compressed.
    ///   - model: the model that answers; where nil, the body's own `model`.
    /// - Returns: nil for other models, for APIs whose rule is not known to the token, and where images, tools, schemas
    ///   or members that are not known might add to the prompt.
    public static func exact(_ body: UnsafeRawBufferPointer, api: API, model: String? = nil) -> Int64? {
        guard let read = read(body, api: api, model: model), read.isExact, Encoding(model: read.model) != nil else {
            return nil
        }
        return Int64(read.count)
    }

    /// The nearest that can be said: OpenAI's rules where they are known, else all text of the prompt by o200k_base.
    ///
    /// - Returns: nil where the body is not JSON of the API's shape, or nothing in it is text.
    public static func estimate(_ body: UnsafeRawBufferPointer, api: API, model: String? = nil) -> Int64? {
        guard let read = read(body, api: api, model: model), read.count > 0 else { return nil }
        return Int64(read.count)
    }

    /// What a body's prompt comes to.
    private struct Reading {
        var count: Int
        var isExact: Bool
        var model: String
    }

    private static func read(_ body: UnsafeRawBufferPointer, api: API, model: String?) -> Reading? {
        let model = model ?? Self.model(of: body) ?? ""
        let tokenizer = Tokenizer.shared(Encoding(model: model) ?? .o200kBase)
        do throws(JSONScanError) {
            switch api {
            case .chatCompletions:
                var reader = ChatRequestReader(bytes: body, tokenizer: tokenizer)
                try reader.read()
                let chat = reader.result(tokenizer, model: model)
                return Reading(
                    count: chat.count + reader.otherTokens, isExact: chat.isExact && reader.hasOnlyKnownMembers,
                    model: model)
            case .completions, .embeddings:
                var reader = TextRequestReader(bytes: body, tokenizer: tokenizer)
                try reader.read(member: api == .completions ? "prompt" : "input")
                return Reading(count: reader.tokens, isExact: reader.isExact, model: model)
            case .responses, .moderations, .messages, .generateContent, .embedContent, .interactions, .converse,
                .cohereChat, .cohereEmbed, .rerank, .speech, .images, .ollama:
                var reader = PromptTextReader(bytes: body, tokenizer: tokenizer, model: model)
                try reader.read(countsToolsAsOpenAI: api == .responses)
                return Reading(count: reader.tokens, isExact: false, model: model)
            case .transcriptions, .translations, .realtime, .ocr, .countTokens, .unmetered:
                return nil
            }
        } catch {
            return nil
        }
    }

    private static func model(of body: UnsafeRawBufferPointer) -> String? {
        var cursor = JSONCursor(body)
        guard (try? cursor.beginObject()) != nil else { return nil }
        while let key = try? cursor.nextKey() {
            if key.equals("model", in: body) { return try? cursor.stringIfPresent()?.text(in: body) }
            guard (try? cursor.skip()) != nil else { return nil }
        }
        return nil
    }
}
