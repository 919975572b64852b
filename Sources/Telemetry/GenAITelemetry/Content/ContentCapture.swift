/// Whether and where prompts and answers are recorded: nowhere, unless somebody asks for it.
public struct ContentCapture: Sendable {
    /// `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        case none = "NO_CONTENT"
        case spanOnly = "SPAN_ONLY"
        case eventOnly = "EVENT_ONLY"
        case spanAndEvent = "SPAN_AND_EVENT"
    }

    public var mode = Mode.none
    /// The most characters of one text; what is cut says so.
    public var maximumText = 4_096
    /// The most messages; the last ones are kept.
    public var maximumMessages = 64
    public var redaction = Redaction.standard

    /// Records nothing.
    public init() {}

    /// What the environment says; anything that is not a mode records nothing.
    public init(environment: [String: String]) {
        let text = environment["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] ?? ""
        mode = Mode(rawValue: text.uppercased()) ?? .none
    }

    /// Whether attributes of spans may hold content.
    public var onSpans: Bool { mode == .spanOnly || mode == .spanAndEvent }
    /// Whether events may hold content.
    public var onEvents: Bool { mode == .eventOnly || mode == .spanAndEvent }

    /// A text as it may be recorded: secrets taken out, then cut.
    public func prepared(_ text: String) -> String {
        let redacted = redaction.redacted(text)
        guard redacted.count > maximumText else { return redacted }
        return redacted.prefix(maximumText) + "…[\(redacted.count - maximumText) more]"
    }
}
