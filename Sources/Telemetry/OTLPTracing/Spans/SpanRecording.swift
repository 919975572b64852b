import Synchronization
import Tracing

/// What a recorded span holds until it ends.
///
/// Everything stands behind one lock that nobody holds for long; a span is usually used by one task.
final class SpanRecording: Sendable {
    /// nil once the span has ended: it is moved out, not copied.
    private let state: Mutex<FinishedSpan?>
    private let limits: SpanLimits

    init(_ span: consuming FinishedSpan, limits: SpanLimits) {
        self.limits = limits
        state = Mutex(span)
    }

    var name: String {
        get { state.withLock { $0?.name ?? "" } }
        set { update { $0.name = newValue } }
    }

    var hasEnded: Bool { state.withLock { $0 == nil } }

    func update(_ change: (inout FinishedSpan) -> Void) {
        state.withLock { $0?.apply(change) }
    }

    func add(_ event: SpanEvent) {
        update { span in
            guard span.events.count < limits.events else { return span.droppedEvents += 1 }
            var event = event
            event.attributes = limits.applied(to: event.attributes, count: limits.attributesOfEvent)
            span.events.append(event)
        }
    }

    func add(_ link: SpanLink) {
        update { span in
            guard span.links.count < limits.links else { return span.droppedLinks += 1 }
            let attributes = limits.applied(to: link.attributes, count: limits.attributesOfLink)
            span.links.append(SpanLink(context: link.context, attributes: attributes))
        }
    }

    var attributes: SpanAttributes { state.withLock { $0?.attributes ?? SpanAttributes.none } }

    /// Takes the attributes out, so that whoever changes them changes the only copy; ``putAttributes(_:)`` is to
    /// follow.
    func takeAttributes() -> SpanAttributes {
        var taken = SpanAttributes.none
        update { span in
            // At the limit, a copy tells afterwards which were new.
            guard span.attributes.count < limits.attributes else { return taken = span.attributes }
            swap(&taken, &span.attributes)
        }
        return taken
    }

    /// Puts the attributes back, within the limit.
    func putAttributes(_ changed: consuming SpanAttributes) {
        var changed = changed
        update { span in
            // Empty, unless the limit had been reached or another task set some meanwhile.
            guard span.attributes.isEmpty, changed.count <= limits.attributes else {
                return limits.merge(changed, into: &span)
            }
            swap(&changed, &span.attributes)
        }
    }

    /// Ends the span, the first time: the span as it goes out.
    func end(at instant: UInt64) -> FinishedSpan? {
        guard var span = state.withLock({ $0.take() }) else { return nil }
        span.end = max(span.start, instant)
        if limits.valueLength != nil {
            span.attributes = limits.applied(to: span.attributes, count: limits.attributes)
        }
        return span
    }
}

extension FinishedSpan {
    /// Changes it in place, also behind an optional.
    fileprivate mutating func apply(_ change: (inout FinishedSpan) -> Void) { change(&self) }
}
