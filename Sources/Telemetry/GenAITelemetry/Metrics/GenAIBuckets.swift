/// The buckets that the conventions prescribe.
///
/// To be handed to the metrics backend by the label of the metric: ``all``.
public enum GenAIBuckets {
    /// Durations of calls and times to chunks, in seconds: 0.01 … 81.92, doubled each time.
    public static let durations = (0..<14).map { Double(1 << $0) / 100 }
    /// Tokens: 1 … 67 108 864, fourfold each time.
    public static let tokens = (0..<14).map { Double(1 << (2 * $0)) }
    /// `gen_ai.server.time_to_first_token`, in seconds.
    public static let serverTimeToFirstToken = [
        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ]
    /// `gen_ai.server.time_per_output_token`, in seconds.
    public static let serverTimePerOutputToken = [
        0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5,
    ]
    /// `http.server.request.duration`, and of messages, in seconds.
    public static let httpDurations = [
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ]

    /// By the label of the metric.
    public static let all: [String: [Double]] = [
        "gen_ai.client.operation.duration": durations,
        "gen_ai.client.inference.duration": durations,
        "gen_ai.client.operation.time_to_first_chunk": durations,
        "gen_ai.client.token.usage": tokens,
        "gen_ai.client.inference.operation.input_tokens": tokens,
        "gen_ai.client.inference.operation.output_tokens": tokens,
        "gen_ai.server.time_to_first_token": serverTimeToFirstToken,
        "gen_ai.server.time_per_output_token": serverTimePerOutputToken,
        "http.server.request.duration": httpDurations,
        "messaging.client.operation.duration": httpDurations,
        "messaging.process.duration": httpDurations,
    ]
}
