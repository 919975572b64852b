import Dialects
import Ledger
import Usage

/// Counts for calls whose provider told none: a client that went, a cut stream, an answer without usage.
///
/// By bytes of text, four to a token, which is near what the providers' tokenizers give for English.
enum TokenEstimate {
    private static let bytesPerToken: Int64 = 4

    /// Prompt tokens of a request, from its body's size.
    static func inputTokens(_ facts: RequestFacts) -> Int64 {
        (Int64(facts.bodyBytes) + bytesPerToken - 1) / bytesPerToken
    }

    /// The usage of a call whose answer told none, or was cut before it told all; nil where there is nothing to count.
    ///
    /// What a cut stream had told of its input stands; its output is at least the text that has come.
    static func usage(of call: Call, metered: MeteredResponse) -> Usage? {
        guard call.route.api.isTextual, let facts = call.facts else { return nil }
        let output = Int64(max(call.relay.outputBytes, metered.outputText.count))
        let isEmbedding = [.embeddings, .embedContent, .cohereEmbed].contains(call.route.api)
        guard
            output > 0 || metered.usage != nil || call.record.clientDisconnected || call.relay.isStream || isEmbedding
        else {
            return nil
        }
        let counted = (output + bytesPerToken - 1) / bytesPerToken
        if var usage = metered.usage {
            usage.tokens.output += max(0, counted - usage.tokens.outputTotal)
            return usage
        }
        var usage = Usage()
        usage.tokens.input = inputTokens(facts)
        usage.tokens.output = counted
        return usage
    }
}
