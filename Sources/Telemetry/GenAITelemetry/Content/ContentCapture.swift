/// Whether and where prompts and answers are recorded: nowhere, unless somebody asks for it.
public struct ContentCapture: Sendable {
    /// `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        case none = "NO_CONTENT"
        case spanOnly = "SPAN_ONLY"
        case eventOnly = "EVENT_ONLY"
        case spanAndEvent = "SPAN_AND_EVENT"

        /// What the environment says, in whatever case; nil where it says nothing, or what is no mode.
        public init?(environment: [String: String]) {
            let text = environment[Self.variable] ?? ""
            self.init(rawValue: text.uppercased())
        }

        /// The variable's name.
        public static let variable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
    }

    public var mode = Mode.none
    /// The most of one text, in bytes of UTF-8; what is cut says so.
    public var maximumText = 4_096
    /// The most messages; the last ones are kept.
    public var maximumMessages = 64
    public var redaction = Redaction.standard

    /// Records nothing.
    public init() {}

    /// What the environment says; anything that is not a mode records nothing.
    public init(environment: [String: String]) { mode = Mode(environment: environment) ?? .none }

    /// Whether attributes of spans may hold content.
    public var onSpans: Bool { mode == .spanOnly || mode == .spanAndEvent }
    /// Whether events may hold content.
    public var onEvents: Bool { mode == .eventOnly || mode == .spanAndEvent }
}
