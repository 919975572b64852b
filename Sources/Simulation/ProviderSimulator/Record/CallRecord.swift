/// What the simulator knows about one call that it served.
public struct CallRecord: Sendable, Hashable {
    /// Counted from 1.
    public var sequence = 0
    /// Milliseconds since 1970 at which the request had arrived.
    public var at: Int64 = 0
    /// What the response's `x-request-id` (OpenAI) or `request-id` (Anthropic) says.
    public var requestID = ""
    /// The `id` in the response's body; nil where that has none.
    public var responseID: String?
    /// The API by its name: `chat.completions`, `embeddings`, `messages` and so on.
    public var api = ""
    /// The request's path, as it arrived.
    public var path = ""
    /// The model asked for, without a hint.
    public var model: String?
    /// The model in the response.
    public var responseModel: String?
    /// The client's `x-sim-call` header.
    public var call: String?
    /// The client's `x-stainless-retry-count` header.
    public var retryCount: String?
    /// Whether a stream was asked for.
    public var stream = false
    /// Whether `stream_options.include_usage` was asked for, here: after the gateway.
    public var includeUsage = false
    /// The response's status; 0 while there is none.
    public var status = 0
    /// The usage exactly as it was sent, JSON; nil when none was sent.
    public var usage: String?
    /// What was really used, JSON, also where the answer did not say it or ended early.
    public var actualUsage: String?
    /// What was really used in classes that are the same for every provider, JSON (`Used`); nil where the request dictated
    /// the usage, or nothing was served.
    public var used: String?
    /// The provider that was played.
    public var provider = ""
    /// Whether the response was handed to the operating system to its end.
    public var complete = false
    /// Whether nothing more will happen to this call.
    public var ended = false
    /// Bytes of the response's body that were written.
    public var bytes = 0
    /// Events of a stream that were written.
    public var events = 0
    /// The request's body in bytes.
    public var requestBytes = 0
    /// The last four characters of the key that arrived.
    public var key: String?
    /// The request's header names, in order, lower case.
    public var headers: [String] = []
    /// The request's `accept-encoding`.
    public var acceptEncoding: String?

    /// The record as one line of JSON, without its end.
    public var json: String {
        func optional(_ text: String?) -> String { text.map(JSONText.quoted) ?? "null" }
        let fields: [(String, String)] = [
            ("seq", String(sequence)), ("at", String(at)), ("request_id", JSONText.quoted(requestID)),
            ("response_id", optional(responseID)), ("api", JSONText.quoted(api)), ("path", JSONText.quoted(path)),
            ("model", optional(model)), ("response_model", optional(responseModel)), ("call", optional(call)),
            ("retry_count", optional(retryCount)), ("stream", String(stream)),
            ("include_usage", String(includeUsage)), ("status", String(status)), ("usage", usage ?? "null"),
            ("actual_usage", actualUsage ?? "null"), ("used", used ?? "null"), ("provider", JSONText.quoted(provider)),
            ("complete", String(complete)), ("ended", String(ended)),
            ("bytes", String(bytes)), ("events", String(events)), ("request_bytes", String(requestBytes)),
            ("key", optional(key)), ("headers", JSONValue.array(headers.map(JSONValue.string)).json),
            ("accept_encoding", optional(acceptEncoding)),
        ]
        return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }
}
