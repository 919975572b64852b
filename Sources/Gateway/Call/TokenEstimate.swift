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

    /// The usage of a call whose answer told none; nil where there is no text to count.
    static func usage(of call: Call, metered: MeteredResponse) -> Usage? {
        guard let facts = call.facts else { return nil }
        let output = Int64(max(call.relay.outputBytes, metered.outputText.count))
        guard output > 0 || call.record.clientDisconnected || call.relay.isStream else { return nil }
        var usage = Usage()
        usage.tokens.input = inputTokens(facts)
        usage.tokens.output = (output + bytesPerToken - 1) / bytesPerToken
        return usage
    }
}
