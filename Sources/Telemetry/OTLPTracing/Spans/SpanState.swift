import Tracing

/// What may change in a span until it ends, but for its attributes.
struct SpanState {
    var name: String
    var events: [SpanEvent] = []
    var droppedEvents = 0
    var links: [SpanLink] = []
    var droppedLinks = 0
    var droppedAttributesOfEvents: [Int: Int] = [:]
    var droppedAttributesOfLinks: [Int: Int] = [:]
    var status: SpanStatus?
    /// True from the start, where nobody records the span.
    var hasEnded: Bool
}

/// A span's attributes, and how many had no room.
///
/// Behind a lock of their own: they are set one by one, and each time it is only they that have to be looked at.
struct SpanAttributeState {
    var values: SpanAttributes
    var dropped = 0
}
