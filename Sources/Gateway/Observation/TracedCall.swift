public import Dialects
public import Ledger

/// A call that has ended, for its trace; gathered only where somebody wants to hear of it.
public struct TracedCall: Sendable {
    public var record: UsageRecord
    public var request: Request
    public var timing: Timing
    public var attempts: [Attempt]
    public var finishReasons: [String]
    /// The provider's id of the answer.
    public var responseID: String?
    /// What was said; nil unless the trace asked for it.
    public var content: Content?

    /// Prompt and answer, within the trace's limits.
    public struct Content: Sendable, Hashable {
        public var request: RequestContent
        /// One for each choice.
        public var answers: [MessageContent]
        /// Whole messages, tools or choices are missing; a text that was cut says so itself.
        public var isCut: Bool

        /// Content.
        public init(request: RequestContent, answers: [MessageContent], isCut: Bool = false) {
            self.request = request
            self.answers = answers
            self.isCut = isCut
        }
    }

    /// What was asked, and of whom.
    public struct Request: Sendable, Hashable {
        public var method: String
        /// As the provider sees it, without a query.
        public var path: String
        /// The provider's host.
        public var host: String
        public var port: Int
        /// Whether it is spoken to by TLS.
        public var isSecured: Bool
        /// How many answers were asked for.
        public var choices: Int64
        public var outputCap: Int64?
        public var parameters: RequestParameters

        /// A request.
        public init(
            method: String, path: String, host: String, port: Int, isSecured: Bool = true, choices: Int64,
            outputCap: Int64?, parameters: RequestParameters = RequestParameters()
        ) {
            self.method = method
            self.path = path
            self.host = host
            self.port = port
            self.isSecured = isSecured
            self.choices = choices
            self.outputCap = outputCap
            self.parameters = parameters
        }
    }

    /// When what happened: nanoseconds since 1970; 0 = it did not happen.
    public struct Timing: Sendable, Hashable {
        public var begun: UInt64
        public var sent: UInt64
        public var firstByte: UInt64
        public var firstContent: UInt64
        public var ended: UInt64

        /// Moments.
        public init(
            begun: UInt64, sent: UInt64, firstByte: UInt64, firstContent: UInt64, ended: UInt64
        ) {
            self.begun = begun
            self.sent = sent
            self.firstByte = firstByte
            self.firstContent = firstContent
            self.ended = ended
        }
    }

    /// One attempt at the provider.
    public struct Attempt: Sendable, Hashable {
        /// Nanoseconds since 1970.
        public var at: UInt64
        /// On a connection that had carried a call before.
        public var isReused: Bool
        /// nil = the connection was gone, and the call was sent once more.
        public var outcome: UpstreamEnded.Outcome?

        /// An attempt.
        public init(
            at: UInt64, isReused: Bool, outcome: UpstreamEnded.Outcome?
        ) {
            self.at = at
            self.isReused = isReused
            self.outcome = outcome
        }
    }

    /// A call.
    public init(
        record: UsageRecord, request: Request, timing: Timing, attempts: [Attempt], finishReasons: [String],
        responseID: String?, content: Content? = nil
    ) {
        self.record = record
        self.request = request
        self.timing = timing
        self.attempts = attempts
        self.finishReasons = finishReasons
        self.responseID = responseID
        self.content = content
    }
}

/// A request that was turned away, for its trace.
public struct TracedRefusal: Sendable, Hashable {
    public var reason: CallRefused.Reason
    public var status: Int
    public var method: String
    /// Without a query; nil where it could not be read.
    public var path: String?
    /// Nanoseconds since 1970.
    public var begun: UInt64
    /// Nanoseconds since 1970.
    public var ended: UInt64

    /// A refusal.
    public init(
        reason: CallRefused.Reason, status: Int, method: String, path: String? = nil, begun: UInt64, ended: UInt64
    ) {
        self.reason = reason
        self.status = status
        self.method = method
        self.path = path
        self.begun = begun
        self.ended = ended
    }
}
