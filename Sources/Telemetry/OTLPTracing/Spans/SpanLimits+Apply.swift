import Tracing

extension SpanLimits {
    /// `attributes` within a number, the first by name kept, and with values no longer than allowed.
    func applied(to attributes: SpanAttributes, count: Int) -> SpanAttributes {
        guard attributes.count > count || valueLength != nil else { return attributes }
        var names: [String] = []
        attributes.forEach { name, _ in names.append(name) }
        var result = SpanAttributes()
        for name in names.sorted().prefix(max(0, count)) {
            result.set(name, value: attributes.get(name).map(shortened))
        }
        return result
    }

    /// A span that was made whole, within the limits; what is beyond is counted in it.
    func applied(to span: FinishedSpan) -> FinishedSpan {
        let isWithin =
            valueLength == nil && span.attributes.count <= attributes && span.events.count <= events
            && span.links.count <= links && span.events.allSatisfy { $0.attributes.count <= attributesOfEvent }
            && span.links.allSatisfy { $0.attributes.count <= attributesOfLink }
        guard !isWithin else { return span }
        var span = span
        span.droppedAttributes += max(0, span.attributes.count - attributes)
        span.attributes = applied(to: span.attributes, count: attributes)
        span.droppedEvents += max(0, span.events.count - events)
        span.events = span.events.prefix(max(0, events)).enumerated().map { index, event in
            let dropped = event.attributes.count - attributesOfEvent
            if dropped > 0 { span.droppedAttributesOfEvents[index, default: 0] += dropped }
            var event = event
            event.attributes = applied(to: event.attributes, count: attributesOfEvent)
            return event
        }
        span.droppedLinks += max(0, span.links.count - links)
        span.links = span.links.prefix(max(0, links)).enumerated().map { index, link in
            let dropped = link.attributes.count - attributesOfLink
            if dropped > 0 { span.droppedAttributesOfLinks[index, default: 0] += dropped }
            return SpanLink(
                context: link.context, attributes: applied(to: link.attributes, count: attributesOfLink))
        }
        return span
    }

    /// A text, or each in a list of texts, cut to the length that is allowed.
    private func shortened(_ value: SpanAttribute) -> SpanAttribute {
        guard let valueLength else { return value }
        switch value {
        case .string(let text): return .string(String(text.prefix(valueLength)))
        case .stringArray(let texts): return .stringArray(texts.map { String($0.prefix(valueLength)) })
        case .stringConvertible(let value):
            // What is described only when it is exported is cut then.
            return .stringConvertible(ShortDescription(value: value, length: valueLength))
        case .stringConvertibleArray(let values):
            return .stringArray(values.map { String($0.description.prefix(valueLength)) })
        default: return value
        }
    }

    /// A value whose description is cut.
    private struct ShortDescription: CustomStringConvertible, Sendable {
        let value: any CustomStringConvertible & Sendable
        let length: Int

        var description: String { String(value.description.prefix(length)) }
    }

    /// Puts `changed` over the attributes that a span has: one that is there may change, another one needs room.
    ///
    /// What is gone from `changed` is taken away where the limit had been reached, as ``TracingSpan`` gives whole sets
    /// then.
    func merge(_ changed: SpanAttributes, into values: inout SpanAttributes, dropped: inout Int) {
        let kept = values
        var fresh: [String] = []
        changed.forEach { name, value in
            if kept.get(name) != nil { values.set(name, value: value) } else { fresh.append(name) }
        }
        for name in fresh.sorted() {
            if values.count < attributes {
                values.set(name, value: changed.get(name))
            } else {
                dropped += 1
            }
        }
        guard kept.count >= attributes else { return }
        kept.forEach { name, _ in
            if changed.get(name) == nil { values.set(name, value: nil) }
        }
    }
}
