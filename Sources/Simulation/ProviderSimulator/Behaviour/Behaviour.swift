/// How the simulator answers one request: what it says, how fast, and what goes wrong on the way.
///
/// ## Where it comes from
/// Every setting has a name such as `status` or `event-delay-ms`. A request chooses it, the later one wins:
/// 1. `ProviderSimulator.Configuration.behaviour` (`tollgate simulate --delay-ms …`);
/// 2. the model's name: `gpt-4o-mini#sim:status=429;retry-after=1` (what follows `#` is cut off the model);
/// 3. `user` (OpenAI) or `metadata.user_id` (Anthropic): `alice#sim:events=200`;
/// 4. `metadata.sim`: `events=200;event-delay-ms=20`;
/// 5. headers: `x-sim-status: 429`, `x-sim-retry-after: 1`.
///
/// A setting that does not exist, or a value that makes no sense, is answered with 400 and says so, lest a test
/// believes that it tested something. `Behaviour.reference` lists all names.
public struct Behaviour: Sendable, Hashable {
    /// Milliseconds before the response's head.
    public var delayMilliseconds = 0
    /// Milliseconds between the response's head and its first body byte.
    public var firstByteDelayMilliseconds = 0
    /// Milliseconds before each event of a stream but the first.
    public var eventDelayMilliseconds = 0
    var status: Int?
    var errorCode: String?
    var retryAfter: String?
    var failAttempts: Int?
    var cutAfterBytes: Int?
    var cutAfterEvents: Int?
    var cut = Cut.fin
    var events: Int?
    var chunkBytes: Int?
    var noUsage = false
    var noDone = false
    var usage: String?
    var encoding: Encoding?
    var crlf = false
    var comments = false
    var multiline = false
    var split: Int?
    var hang: Hang?
    var errorInStream: Int?
    var badLength: Int?
    var reasoningTokens: Int?
    var cachedTokens: Int?
    var cacheWriteTokens: Int?
    var serviceTier: String?
    var model: String?
    var cookies = false
    var close = false
    var provider: Provider?
    var toolCalls: Int?
    var toolPromptTokens: Int?
    var audioMilliseconds: Int?
    var polls: Int?
    var failed = false

    /// The usage that the answer says, read; nil where the request does not dictate it.
    var usageValue: JSONValue? { usage.flatMap(JSONValue.init(parsing:)) }

    /// How a connection is cut.
    enum Cut: String, Sendable, Hashable {
        case fin
        case rst
    }

    /// How an answer is compressed.
    enum Encoding: String, Sendable, Hashable {
        case gzip
        case deflate
    }

    /// Where the simulator falls silent, its connection open.
    enum Hang: Sendable, Hashable {
        /// Before the response's head.
        case beforeHead
        /// After the head and this many events (or, of a plain answer, before the body).
        case afterEvents(Int)
    }

    /// The plain and honest behaviour.
    public init() {}
}
