import Foundation
import NIOHTTP1

/// Decides what a provider answers to a request.
struct Answering: Sendable {
    let behaviour: Behaviour
    let identifiers: Identifiers
    /// Whether somebody will read the record of the call; without, it is not filled in.
    let records: Bool
    private let responses = ResponseStore()

    /// Answers with `behaviour` unless a request says otherwise.
    init(behaviour: Behaviour, identifiers: Identifiers, records: Bool) {
        self.behaviour = behaviour
        self.identifiers = identifiers
        self.records = records
    }

    /// An answer, and what the record of the call says.
    struct Answer {
        var reply: Reply
        var behaviour: Behaviour
        var record: CallRecord
    }

    /// The answer to `request`, whose body had `bodyBytes`.
    func answer(_ request: ProviderRequest, bodyBytes: Int) -> Answer {
        let now = Date().timeIntervalSince1970
        let id = request.family == .anthropic ? identifiers.token("req_011C", length: 20) : identifiers.openAIRequest()
        var record = records ? record(of: request, bodyBytes: bodyBytes) : CallRecord()
        record.at = Int64(now * 1_000)
        record.requestID = id

        var behaviour = self.behaviour
        var reply: Reply
        var provider = request.provider
        do throws(Behaviour.Invalid) {
            let chosen = try request.behaviour(behaviour)
            behaviour = chosen.0
            provider = behaviour.provider ?? provider
            let call = Call(
                api: request.api, provider: provider, body: request.body, files: request.files, behaviour: behaviour,
                model: chosen.model, identifiers: identifiers, now: Int(now), wantsEvents: request.wantsEvents)
            record.model = chosen.model.isEmpty ? nil : chosen.model
            record.stream = call.stream
            record.includeUsage = request.body["stream_options"]?["include_usage"]?.truth ?? false
            reply = self.reply(to: call, request, requestID: id)
        } catch {
            reply = failure(400, request, requestID: id, detail: error.description)
        }
        record.provider = provider.rawValue
        record.status = reply.status
        record.responseID = reply.responseID
        record.responseModel = reply.responseModel
        record.actualUsage = reply.usage
        record.usage = reply.saysUsage ? reply.usage : nil
        if records { record.used = reply.used?.json.json }
        if behaviour.cookies {
            reply.headers.append(("set-cookie", "__cf_bm=first; path=/; HttpOnly"))
            reply.headers.append(("set-cookie", "_cfuvid=second; path=/; HttpOnly"))
        }
        reply.headers += ProviderHeaders.of(request.family == .anthropic ? .anthropic : provider, id)
        return Answer(reply: reply, behaviour: behaviour, record: record)
    }

    private func record(of request: ProviderRequest, bodyBytes: Int) -> CallRecord {
        var record = CallRecord()
        record.api = request.api.rawValue
        record.path = String(request.path)
        record.call = request.head.headers.first(name: "x-sim-call")
        record.retryCount = request.head.headers.first(name: "x-stainless-retry-count")
        record.requestBytes = bodyBytes
        record.key = request.key.map { String($0.suffix(4)) }
        record.headers = request.head.headers.map { $0.name.lowercased() }
        record.acceptEncoding = request.head.headers.first(name: "accept-encoding")
        return record
    }

    private func reply(to call: Call, _ request: ProviderRequest, requestID: String) -> Reply {
        func failed(_ status: Int, _ detail: String? = nil) -> Reply {
            failure(status, request, requestID: requestID, detail: detail, model: call.model, behaviour: call.behaviour)
        }
        let needsNoKey = call.provider == .ollama || call.provider == .vllm
        guard needsNoKey || !(request.key ?? "").isEmpty else {
            switch request.family {
            case .openai: return failed(401, Self.noKey)
            case .anthropic: return failed(401, "x-api-key header is required")
            case .gemini: return failed(403)
            }
        }
        if request.key == "bad-key" {
            return request.family == .gemini
                ? failed(400, "API key not valid. Please pass a valid API key.") : failed(401)
        }
        if let status = call.behaviour.status, status != 200 { return failed(status) }
        return answer(call, request, requestID: requestID)
            ?? failed(404, "Invalid URL (\(request.head.method.rawValue) \(request.path))")
    }

    /// The answer of the API that was called; nil when it has no such method.
    private func answer(_ call: Call, _ request: ProviderRequest, requestID: String) -> Reply? {
        switch (call.api, request.head.method) {
        case (.models, .GET): return ModelList.reply(path: request.path, family: request.family, now: call.now)
        case (.storedResponse, let method): return storedResponse(request, method)
        case (_, .POST): break
        default: return nil
        }
        switch call.api {
        case .generateContent, .streamGenerateContent:
            return GeminiErrors.refusal(of: call) ?? GeminiContent(call).reply
        case .embedContent, .batchEmbedContents:
            return GeminiErrors.refusal(of: call) ?? GeminiEmbedding.reply(to: call)
        case .geminiCountTokens: return GeminiErrors.refusal(of: call) ?? GeminiEmbedding.count(call)
        case .messages, .countTokens:
            let version = request.head.headers.first(name: "anthropic-version")
            if let refusal = AnthropicErrors.refusal(of: call, version: version, requestID: requestID) {
                return refusal
            }
            guard call.api == .messages else {
                var used = Used()
                used.free = true
                let count = PromptSize.tokens(of: call.body)
                return .json(["input_tokens": .count(count)], usage: nil, used: used, call: call)
            }
            let message = AnthropicMessage(call)
            return call.stream ? message.streamed : message.plain
        case .models, .storedResponse, .unknown: return nil
        default: return OpenAIErrors.refusal(of: call) ?? openAI(call)
        }
    }

    private func openAI(_ call: Call) -> Reply? {
        switch call.api {
        case .chatCompletions:
            let chat = OpenAIChat(call)
            return call.stream ? chat.streamed : chat.plain
        case .responses:
            let response = OpenAIResponse(call)
            responses.keep(response)
            return call.stream ? response.streamed : response.plain
        case .completions: return OpenAICompletion(call).reply
        case .embeddings: return OpenAIEmbeddings.reply(to: call)
        case .moderations: return OpenAIModeration.reply(to: call)
        case .imageGenerations, .imageEdits, .imageVariations: return OpenAIImages(call).reply
        case .transcriptions, .translations: return OpenAITranscription(call).reply
        case .speech: return OpenAISpeech(call).reply
        case .cohereChat, .cohereEmbed, .rerank: return CohereV2(call).reply
        default: return nil
        }
    }

    /// `GET …/responses/{id}`, `DELETE`, `POST …/{id}/cancel`.
    private func storedResponse(_ request: ProviderRequest, _ method: HTTPMethod) -> Reply? {
        let parts = request.path.split(separator: "/")
        guard let place = parts.lastIndex(of: "responses"), place + 1 < parts.count else { return nil }
        let (id, rest) = (String(parts[place + 1]), parts.dropFirst(place + 2))
        let asStream = request.head.uri.contains("stream=true")
        let found: Reply? =
            switch (method, rest.first) {
            case (.GET, nil): responses.fetch(id, asStream: asStream)
            case (.POST, "cancel"?): responses.cancel(id)
            case (.DELETE, nil): responses.delete(id)
            default: nil
            }
        return found
            ?? OpenAIErrors.reply(404, detail: "Response with id '\(id)' not found.", behaviour: Behaviour())
    }

    private func failure(
        _ status: Int, _ request: ProviderRequest, requestID: String, detail: String?, model: String = "",
        behaviour: Behaviour = Behaviour()
    ) -> Reply {
        switch request.family {
        case .anthropic:
            AnthropicErrors.reply(status, detail: detail, requestID: requestID, model: model, behaviour: behaviour)
        case .gemini: GeminiErrors.reply(status, detail: detail, model: model, behaviour: behaviour)
        case .openai: OpenAIErrors.reply(status, detail: detail, model: model, behaviour: behaviour)
        }
    }

    private static let noKey =
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth "
        + "(i.e. Authorization: Bearer YOUR_KEY)."
}
