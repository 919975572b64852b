import Synchronization
import Tracing

/// What the span's state goes through; nobody holds its locks for long, as a span is usually used by one task.
extension TracingSpan {
    /// "Ok" is final, and a later "error" replaces an earlier one (opentelemetry-specification, `trace/api.md`).
    func record(_ status: SpanStatus) {
        update { span in
            if span.status?.code != .ok { span.status = status }
        }
    }

    func record(_ event: SpanEvent) {
        update { span in
            guard span.events.count < limits.events else { return span.droppedEvents += 1 }
            let dropped = event.attributes.count - limits.attributesOfEvent
            if dropped > 0 { span.droppedAttributesOfEvents[span.events.count] = dropped }
            var event = event
            event.attributes = limits.applied(to: event.attributes, count: limits.attributesOfEvent)
            span.events.append(event)
        }
    }

    func record(_ link: SpanLink) {
        update { span in
            guard span.links.count < limits.links else { return span.droppedLinks += 1 }
            let dropped = link.attributes.count - limits.attributesOfLink
            if dropped > 0 { span.droppedAttributesOfLinks[span.links.count] = dropped }
            let attributes = limits.applied(to: link.attributes, count: limits.attributesOfLink)
            span.links.append(SpanLink(context: link.context, attributes: attributes))
        }
    }

    func update(_ change: (inout SpanState) -> Void) {
        state.withLock { span in
            if !span.hasEnded { change(&span) }
        }
    }

    /// Takes the attributes out, so that whoever changes them changes the only copy; ``putAttributes(_:)`` is to
    /// follow.
    func takeAttributes() -> SpanAttributes {
        attributeState.withLock { state in
            // At the limit, a copy tells afterwards which were new.
            guard state.values.count < limits.attributes else { return state.values }
            var taken = SpanAttributes.none
            swap(&taken, &state.values)
            return taken
        }
    }

    /// Puts the attributes back, within the limit.
    func putAttributes(_ changed: inout SpanAttributes) {
        attributeState.withLock { state in
            // Empty, unless the limit had been reached or another task set some meanwhile.
            guard state.values.isEmpty, changed.count <= limits.attributes else {
                return limits.merge(changed, into: &state.values, dropped: &state.dropped)
            }
            swap(&changed, &state.values)
        }
    }

    /// Ends the span, the first time: the span as it goes out.
    func finish(at instant: UInt64) -> FinishedSpan? {
        let last = state.withLock { state -> SpanState? in
            guard !state.hasEnded else { return nil }
            var last = SpanState(name: "", hasEnded: true)
            swap(&last, &state)
            return last
        }
        guard let last else { return nil }
        var span = FinishedSpan(
            name: last.name, kind: kind, context: spanContext, parent: parent, start: start, end: instant,
            attributes: SpanAttributes.none)
        span.events = last.events
        span.droppedEvents = last.droppedEvents
        span.links = last.links
        span.droppedLinks = last.droppedLinks
        span.droppedAttributesOfEvents = last.droppedAttributesOfEvents
        span.droppedAttributesOfLinks = last.droppedAttributesOfLinks
        span.status = last.status
        attributeState.withLock { state in
            // What is set later is seen by nobody.
            swap(&span.attributes, &state.values)
            span.droppedAttributes = state.dropped
        }
        if limits.valueLength != nil {
            span.attributes = limits.applied(to: span.attributes, count: limits.attributes)
        }
        return span
    }
}
