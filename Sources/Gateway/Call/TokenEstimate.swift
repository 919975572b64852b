import Dialects
import Ledger
import NIOCore
import Tokenization
import Usage

/// A call whose provider told no usage, or not all of it, and what there is to count it by: a client that went, a cut
/// stream, an answer without usage.
///
/// A value that is counted on any thread; counting takes some 20 ms for a megabyte of text.
struct TokenEstimate: Sendable {
    private let api: API
    private let model: String?
    /// The request's body.
    private let prompt: PromptBody
    private let promptBytes: Int
    /// What the provider told before it was cut off; nil = nothing.
    private let told: Usage?
    /// The generated text: what was too long to be kept, and the rest.
    private let longText: LongText?
    private let text: [UInt8]
    /// Bytes of generated text in all.
    private let textBytes: Int

    /// For want of a better rule: near what tokenizers give for English.
    private static let bytesPerToken = 4

    /// What is to be counted of `call`; nil where there is nothing.
    init?(of call: Call, metered: MeteredResponse) {
        guard call.route.api.isTextual, let facts = call.facts else { return nil }
        let output = max(call.relay.outputBytes, metered.outputText.count)
        let isEmbedding = [.embeddings, .embedContent, .cohereEmbed].contains(call.route.api)
        guard
            output > 0 || metered.usage != nil || call.record.clientDisconnected || call.relay.isStream || isEmbedding
        else { return nil }
        api = call.route.api
        model = metered.model ?? facts.model
        prompt = PromptBody(call.request)
        promptBytes = facts.bodyBytes
        told = metered.usage
        longText = call.relay.longText
        text = metered.outputText
        textBytes = output
    }

    /// The usage as near as it can be said: by the tokenizer of the model where it is known, else by o200k_base.
    ///
    /// What a cut stream had told of its input stands; its output is at least the text that has come.
    func usage() -> Usage {
        if var usage = told {
            usage.tokens.output += max(0, outputTokens - usage.tokens.outputTotal)
            return usage
        }
        var usage = Usage()
        usage.tokens.input = inputTokens
        usage.tokens.output = outputTokens
        return usage
    }

    private var inputTokens: Int64 {
        let counted = prompt.whole()?.withUnsafeReadableBytes { InputCount.estimate($0, api: api, model: model) }
        return counted.flatMap { $0 } ?? Self.inputTokens(ofBytes: promptBytes)
    }

    private var outputTokens: Int64 {
        guard textBytes > 0 else { return 0 }
        if let longText { return Int64(longText.tokens(endingWith: text)) }
        return Int64(Tokenizer.shared(model.flatMap { Encoding(model: $0) } ?? .o200kBase).count(text))
    }

    /// Prompt tokens of a request of which only the size is looked at, for holds.
    static func inputTokens(ofBytes count: Int) -> Int64 { Int64((count + bytesPerToken - 1) / bytesPerToken) }
}
