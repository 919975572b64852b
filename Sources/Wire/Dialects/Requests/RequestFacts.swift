/// What the gateway needs to know from a request's body.
public struct RequestFacts: Sendable, Hashable {
    public var model: String?
    public var stream: Bool
    /// The most tokens one choice may generate: `max_completion_tokens`, `max_tokens`, `max_output_tokens` or
    /// `maxOutputTokens`, the largest where several are said; nil when none is a positive whole number.
    public var outputCap: Int64?
    /// How many answers are asked for (`n`), at least 1.
    public var choices: Int64
    public var serviceTier: String?
    /// `safety_identifier`, else `user`, else `metadata.user_id`; of any length.
    public var user: String?
    /// `metadata.component_type`; of any length.
    public var component: String?
    /// Whether `stream_options.include_usage` is true.
    public var includesUsage: Bool
    /// The edit that makes `stream_options.include_usage` true; only for streamed chat completions that do not ask
    /// for it themselves.
    public var usageInjection: BodyEdit?
    /// Whether the prompt is all inline text, so that its bytes bound its tokens: no image, file or audio, nothing
    /// that is named by an id or fetched by the provider.
    public var isInlineTextOnly: Bool
    /// Whether the answer is made in the background: what it uses is told to whoever fetches it.
    public var isBackground: Bool
    /// What changes the price and is told by the request only.
    public var hints: RequestHints
    public var bodyBytes: Int
    /// Whether they were read from a form, whose files are ``attachments``.
    public var isForm = false
    public var attachments = Attachments()

    /// The files of a form.
    public struct Attachments: Sendable, Hashable {
        /// Files that are pictures to start from, masks included.
        public var images = 0
        /// What all files have.
        public var bytes = 0

        /// None.
        public init() {}
    }

    /// Facts of a body that says nothing.
    public init(
        model: String? = nil, stream: Bool = false, outputCap: Int64? = nil, choices: Int64 = 1,
        serviceTier: String? = nil, user: String? = nil, component: String? = nil, includesUsage: Bool = false,
        usageInjection: BodyEdit? = nil, isInlineTextOnly: Bool = true,
        isBackground: Bool = false, hints: RequestHints = RequestHints(), bodyBytes: Int = 0
    ) {
        self.model = model
        self.stream = stream
        self.outputCap = outputCap
        self.choices = choices
        self.serviceTier = serviceTier
        self.user = user
        self.component = component
        self.includesUsage = includesUsage
        self.usageInjection = usageInjection
        self.isInlineTextOnly = isInlineTextOnly
        self.isBackground = isBackground
        self.hints = hints
        self.bodyBytes = bodyBytes
    }
}
