public import JSONScanning

extension Tokenizer {
    /// The tokens of a chat completion request's prompt.
    ///
    /// - Parameters:
    ///   - request: the request's body, JSON with `messages` and perhaps `tools`.
    ///   - model: the model that answers; where nil, the body's own `model`.
    /// - Throws: where the body is not JSON of that shape.
    public func countChat(_ request: UnsafeRawBufferPointer, model: String? = nil) throws(JSONScanError) -> ChatTokens {
        var reader = ChatRequestReader(bytes: request, tokenizer: self)
        try reader.read()
        let rule = ChatRule(model: model ?? reader.model ?? "")
        var tools = 0
        if !reader.tools.isEmpty { tools = count(ToolRendering.text(of: reader.tools)) }
        let correction = rule.correction(hasTools: !reader.tools.isEmpty, hasSystemMessage: reader.hasSystemMessage)
        return ChatTokens(
            count: reader.tokens + tools + correction, isExact: reader.isPlainText && reader.tools.isEmpty)
    }
}
