public import Usage

/// What an answer's body, or a stream so far, says for accounting.
public struct MeteredResponse: Sendable, Hashable {
    /// What was used; nil when the provider did not say.
    public var usage: Usage?
    /// Whether the output counts of ``usage`` are the provider's last word; true without usage.
    ///
    /// Not so in an Anthropic stream that was
    /// cut before its `message_delta`, of whose output only the first tokens are counted.
    public var usageIsFinal: Bool
    /// Whether the answer says which service tier was served.
    public var saysTier = false
    /// The model that answered.
    public var model: String?
    /// The provider's id of the answer.
    public var id: String?
    /// Why generation ended, one for each choice that says so, in the order met.
    public var finishReasons: [String]
    /// An error that travels inside an answer of status 200.
    public var errorType: ErrorType?
    /// The generated text (content, reasoning, tool arguments), JSON escapes undone, at most 2 MiB, without what was
    /// taken of it (``StreamMeter/takeLongText()``): for estimates; filled only when ``usage`` is nil or not final.
    public var outputText: [UInt8]

    /// An answer that says nothing.
    public init(
        usage: Usage? = nil, usageIsFinal: Bool = true, model: String? = nil, id: String? = nil,
        finishReasons: [String] = [],
        errorType: ErrorType? = nil, outputText: [UInt8] = []
    ) {
        self.usage = usage
        self.usageIsFinal = usageIsFinal
        self.model = model
        self.id = id
        self.finishReasons = finishReasons
        self.errorType = errorType
        self.outputText = outputText
    }
}
