public import Tracing

/// A span that has ended, as it goes to processors and exporters.
public struct FinishedSpan: Sendable {
    public var name: String
    public var kind: SpanKind
    public var context: SpanContext
    /// The span above; nil for the first span of a trace.
    public var parent: SpanContext?
    /// Nanoseconds since 1970.
    public var start: UInt64
    /// Nanoseconds since 1970, not before `start`.
    public var end: UInt64
    public var attributes: SpanAttributes
    public var droppedAttributes = 0
    public var events: [SpanEvent] = []
    public var droppedEvents = 0
    public var links: [SpanLink] = []
    public var droppedLinks = 0
    /// How many attributes of an event had no room, by its place in `events`; those that lost none are not in it.
    public var droppedAttributesOfEvents: [Int: Int] = [:]
    /// The same of `links`.
    public var droppedAttributesOfLinks: [Int: Int] = [:]
    public var status: SpanStatus?

    /// A span with nothing but a name.
    public init(
        name: String, kind: SpanKind, context: SpanContext, parent: SpanContext?, start: UInt64, end: UInt64,
        attributes: SpanAttributes = [:]
    ) {
        self.name = name
        self.kind = kind
        self.context = context
        self.parent = parent
        self.start = start
        self.end = max(start, end)
        self.attributes = attributes
    }
}
