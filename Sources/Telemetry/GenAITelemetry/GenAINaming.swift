/// Which names telemetry of generative AI has: those that backends read today, or the newest of the conventions.
///
/// open-telemetry/semantic-conventions-genai; everything there is "Development", so that names still change.
public enum GenAINaming: Sendable, Hashable {
    /// `gen_ai.client.operation.duration`, `gen_ai.client.token.usage`, `cache_creation`, and `gen_ai.system` too.
    case established
    /// `gen_ai.client.inference.*`, `cache_write`.
    case latest

    /// What `OTEL_SEMCONV_STABILITY_OPT_IN` says: a list with `gen_ai_latest_experimental` asks for the newest.
    public init(environment: [String: String]) {
        let names = (environment["OTEL_SEMCONV_STABILITY_OPT_IN"] ?? "").split(separator: ",")
        let isLatest = names.contains { name in
            name.drop { $0 == " " }.split(separator: " ").first == "gen_ai_latest_experimental"
        }
        self = isLatest ? .latest : .established
    }
}
