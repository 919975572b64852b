import JSONScanning

/// Reads a plain (not streamed) answer's body.
public enum ResponseReader {
    /// What `body`, an answer of `api`, says as `flavor` counts.
    ///
    /// Never fails: of a body that is cut, or is not what it should be, it is what could be read.
    public static func read(_ body: UnsafeRawBufferPointer, api: API, flavor: UsageFlavor) -> MeteredResponse {
        switch api {
        // What most calls are, without a detour over the protocol.
        case .chatCompletions, .completions, .embeddings: read(body, by: ChatReader(flavor))
        default: read(body, by: api.reader(flavor))
        }
    }

    private static func read(_ body: UnsafeRawBufferPointer, by fresh: some PayloadReader) -> MeteredResponse {
        var reader = fresh
        var sink = PayloadSink(collectsText: false)
        reader.readBody(body, &sink)
        var response = reader.response
        guard response.usage == nil else { return response }
        // The text is wanted for an estimate only, also beside an error; a second pass is cheaper than copying it always.
        sink.collectsText = true
        var again = fresh
        again.readBody(body, &sink)
        response.outputText = sink.text.utf8
        return response
    }
}
