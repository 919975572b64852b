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

    /// A text, or each in a list of texts, cut to the length that is allowed.
    private func shortened(_ value: SpanAttribute) -> SpanAttribute {
        guard let valueLength else { return value }
        switch value {
        case .string(let text): return .string(String(text.prefix(valueLength)))
        case .stringArray(let texts): return .stringArray(texts.map { String($0.prefix(valueLength)) })
        case .stringConvertible(let value): return .string(String(value.description.prefix(valueLength)))
        case .stringConvertibleArray(let values):
            return .stringArray(values.map { String($0.description.prefix(valueLength)) })
        default: return value
        }
    }

    /// Puts `changed` over the attributes that a span has: one that is there may change, another one needs room.
    ///
    /// What is gone from `changed` is taken away where the limit had been reached, as ``SpanRecording`` gives whole sets
    /// then.
    func merge(_ changed: SpanAttributes, into span: inout FinishedSpan) {
        let kept = span.attributes
        var fresh: [String] = []
        changed.forEach { name, value in
            if kept.get(name) != nil { span.attributes.set(name, value: value) } else { fresh.append(name) }
        }
        for name in fresh.sorted() {
            if span.attributes.count < attributes {
                span.attributes.set(name, value: changed.get(name))
            } else {
                span.droppedAttributes += 1
            }
        }
        guard kept.count >= attributes else { return }
        kept.forEach { name, _ in
            if changed.get(name) == nil { span.attributes.set(name, value: nil) }
        }
    }
}
