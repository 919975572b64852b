/// What a request asks for, as its method and path tell.
public struct APIOperation: Sendable, Hashable {
    public var api: API
    /// The model, where the path names it: Gemini's, and Azure's deployments.
    public var model: String?
    /// Whether the path asks for a stream, as Gemini's `streamGenerateContent` does.
    public var streams = false
    /// Whether it is about an answer that an earlier call made: what that used was counted there, or is counted here
    /// where it was not known yet (a response made in the background), but never twice.
    public var isRetrieval = false
    /// Whose conventions its client knows: the shape of error bodies, and the header in which a key travels.
    public var dialect: Dialect

    /// An operation of `api`.
    public init(
        api: API, model: String? = nil, streams: Bool = false, isRetrieval: Bool = false, dialect: Dialect = .openai
    ) {
        self.api = api
        self.model = model
        self.streams = streams
        self.isRetrieval = isRetrieval
        self.dialect = dialect
    }
}
