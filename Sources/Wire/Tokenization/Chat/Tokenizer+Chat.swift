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
        return reader.result(self, model: model ?? reader.model ?? "")
    }
}
