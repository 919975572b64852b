import Foundation
import NIOHTTP1

/// Decides what a provider answers to a request.
struct Answering: Sendable {
    let behaviour: Behaviour
    let identifiers: Identifiers
    /// Whether somebody will read the record of the call; without, it is not filled in.
    let records: Bool

    /// An answer, and what the record of the call says.
    struct Answer {
        var reply: Reply
        var behaviour: Behaviour
        var record: CallRecord
    }

    /// The answer to `request`, whose body had `bodyBytes`.
    func answer(_ request: ProviderRequest, bodyBytes: Int) -> Answer {
        let now = Date().timeIntervalSince1970
        let id = request.anthropic ? identifiers.token("req_011C", length: 20) : identifiers.openAIRequest()
        var record = records ? record(of: request, bodyBytes: bodyBytes) : CallRecord()
        record.at = Int64(now * 1_000)
        record.requestID = id

        var behaviour = self.behaviour
        var reply: Reply
        do throws(Behaviour.Invalid) {
            let chosen = try request.behaviour(behaviour)
            behaviour = chosen.0
            let call = Call(
                api: request.api, body: request.body, behaviour: behaviour, model: chosen.model,
                identifiers: identifiers, now: Int(now))
            record.model = chosen.model.isEmpty ? nil : chosen.model
            record.stream = call.stream
            record.includeUsage = request.body["stream_options"]?["include_usage"]?.truth ?? false
            reply = self.reply(to: call, request, requestID: id)
        } catch {
            reply = failure(400, request, requestID: id, detail: error.description)
        }
        record.status = reply.status
        record.responseID = reply.responseID
        record.responseModel = reply.responseModel
        record.actualUsage = reply.usage
        record.usage = reply.saysUsage ? reply.usage : nil
        if behaviour.cookies {
            reply.headers.append(("set-cookie", "__cf_bm=first; path=/; HttpOnly"))
            reply.headers.append(("set-cookie", "_cfuvid=second; path=/; HttpOnly"))
        }
        reply.headers += request.anthropic ? Self.anthropicHeaders(id) : Self.openAIHeaders(id)
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
        guard let key = request.key, !key.isEmpty else {
            return failed(401, request.anthropic ? "x-api-key header is required" : Self.noKey)
        }
        if key == "bad-key" { return failed(401) }
        if let status = call.behaviour.status, status != 200 { return failed(status) }
        switch (call.api, request.head.method) {
        case (.models, .GET):
            return ModelList.reply(path: request.path, anthropic: request.anthropic, now: call.now)
        case (.chatCompletions, .POST):
            if let refusal = OpenAIErrors.refusal(of: call) { return refusal }
            let chat = OpenAIChat(call)
            return call.stream ? chat.streamed : chat.plain
        case (.embeddings, .POST):
            return OpenAIErrors.refusal(of: call) ?? OpenAIEmbeddings.reply(to: call)
        case (.messages, .POST), (.countTokens, .POST):
            let version = request.head.headers.first(name: "anthropic-version")
            if let refusal = AnthropicErrors.refusal(of: call, version: version, requestID: requestID) {
                return refusal
            }
            if call.api == .countTokens { return .json("{\"input_tokens\":\(PromptSize.tokens(of: call.body))}") }
            let message = AnthropicMessage(call)
            return call.stream ? message.streamed : message.plain
        default:
            return failed(404, "Invalid URL (\(request.head.method.rawValue) \(request.path))")
        }
    }

    private func failure(
        _ status: Int, _ request: ProviderRequest, requestID: String, detail: String?, model: String = "",
        behaviour: Behaviour = Behaviour()
    ) -> Reply {
        request.anthropic
            ? AnthropicErrors.reply(status, detail: detail, requestID: requestID, model: model, behaviour: behaviour)
            : OpenAIErrors.reply(status, detail: detail, model: model, behaviour: behaviour)
    }

    private static let noKey =
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth "
        + "(i.e. Authorization: Bearer YOUR_KEY)."

    private static func openAIHeaders(_ id: String) -> [(name: String, value: String)] {
        [
            ("x-request-id", id), ("openai-processing-ms", "12"), ("openai-version", "2020-10-01"),
            ("openai-organization", "simulator"), ("x-ratelimit-limit-requests", "10000"),
            ("x-ratelimit-limit-tokens", "200000"), ("x-ratelimit-remaining-requests", "9999"),
            ("x-ratelimit-remaining-tokens", "199978"), ("x-ratelimit-reset-requests", "8.64s"),
            ("x-ratelimit-reset-tokens", "6ms"),
        ]
    }

    private static func anthropicHeaders(_ id: String) -> [(name: String, value: String)] {
        [
            ("request-id", id), ("anthropic-organization-id", "0f6c2b6e-0000-4000-8000-000000000000"),
            ("anthropic-ratelimit-requests-limit", "4000"), ("anthropic-ratelimit-requests-remaining", "3999"),
            ("anthropic-ratelimit-requests-reset", "2026-11-22T12:00:00Z"),
            ("anthropic-ratelimit-input-tokens-limit", "400000"),
            ("anthropic-ratelimit-input-tokens-remaining", "399000"),
            ("anthropic-ratelimit-output-tokens-limit", "80000"),
            ("anthropic-ratelimit-output-tokens-remaining", "79000"),
        ]
    }
}
