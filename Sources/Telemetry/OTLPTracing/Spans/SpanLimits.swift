/// How much a span may hold (opentelemetry-specification, `trace/sdk.md`, "Span Limits").
///
/// What goes beyond is dropped and counted in the span.
public struct SpanLimits: Sendable, Hashable {
    public var attributes = 128
    public var events = 128
    public var links = 128
    public var attributesOfEvent = 128
    public var attributesOfLink = 128
    /// Characters of a text, also of each in a list; nil = no limit.
    public var valueLength: Int?

    /// The defaults.
    public init() {}
}
