import Tracing

// Numbers of fields: opentelemetry-proto, `trace/v1/trace.proto` and `common/v1/common.proto`.

extension FinishedSpan {
    /// Writes the fields of a `Span`.
    func write(to writer: inout ProtobufWriter) {
        writer.id(1, context.traceID)
        writer.id(2, context.spanID)
        if !context.traceState.header.isEmpty { writer.text(3, context.traceState.header) }
        if let parent { writer.id(4, parent.spanID) }
        if !name.isEmpty { writer.text(5, name) }
        writer.number(6, kindNumber)
        if start > 0 { writer.fixed(7, start) }
        if end > 0 { writer.fixed(8, end) }
        attributes.write(9, to: &writer)
        writer.count(10, droppedAttributes)
        for (index, event) in events.enumerated() {
            writer.message(11) { event.write(dropped: droppedAttributesOfEvents[index] ?? 0, to: &$0) }
        }
        writer.count(12, droppedEvents)
        for (index, link) in links.enumerated() {
            guard let context = link.context.spanContext else { continue }
            let dropped = droppedAttributesOfLinks[index] ?? 0
            writer.message(13) { link.write(context, dropped: dropped, to: &$0) }
        }
        writer.count(14, droppedLinks)
        if let status {
            writer.message(15) { writer in
                if let message = status.message, !message.isEmpty { writer.text(2, message) }
                writer.number(3, status.code == .ok ? 1 : 2)
            }
        }
        writer.fixed(16, context.flagsNumber(isRemote: parent?.isRemote ?? false))
    }

    private var kindNumber: UInt64 {
        switch kind {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }
}

extension SpanContext {
    /// Bit 8: it is known whether a context is remote, bit 9: it is (`SpanFlags`).
    fileprivate func flagsNumber(isRemote: Bool) -> UInt32 { UInt32(flags) | 0x100 | (isRemote ? 0x200 : 0) }
}

extension SpanEvent {
    fileprivate func write(dropped: Int, to writer: inout ProtobufWriter) {
        if nanosecondsSinceEpoch > 0 { writer.fixed(1, nanosecondsSinceEpoch) }
        if !name.isEmpty { writer.text(2, name) }
        attributes.write(3, to: &writer)
        writer.count(4, dropped)
    }
}

extension SpanLink {
    fileprivate func write(_ context: SpanContext, dropped: Int, to writer: inout ProtobufWriter) {
        writer.id(1, context.traceID)
        writer.id(2, context.spanID)
        if !context.traceState.header.isEmpty { writer.text(3, context.traceState.header) }
        attributes.write(4, to: &writer)
        writer.count(5, dropped)
        writer.fixed(6, context.flagsNumber(isRemote: context.isRemote))
    }
}

extension SpanAttributes {
    /// Writes each attribute as a `KeyValue` that is the field `field`.
    func write(_ field: UInt64, to writer: inout ProtobufWriter) {
        forEach { name, value in
            writer.message(field) { writer in
                if !name.isEmpty { writer.text(1, name) }
                writer.message(2) { value.write(to: &$0) }
            }
        }
    }
}

extension SpanAttribute {
    /// Writes the fields of an `AnyValue`; none for what the API may add later, which is a value that says nothing.
    fileprivate func write(to writer: inout ProtobufWriter) {
        switch self {
        case .string(let value): writer.text(1, value)
        case .stringConvertible(let value): writer.text(1, value.description)
        case .bool(let value): writer.number(2, value ? 1 : 0)
        case .int32(let value): writer.number(3, UInt64(bitPattern: Int64(value)))
        case .int64(let value): writer.number(3, UInt64(bitPattern: value))
        case .double(let value): writer.fixed(4, value.bitPattern)
        case .stringArray(let values): writer.list(values) { $0.text(1, $1) }
        case .stringConvertibleArray(let values): writer.list(values) { $0.text(1, $1.description) }
        case .boolArray(let values): writer.list(values) { $0.number(2, $1 ? 1 : 0) }
        case .int32Array(let values): writer.list(values) { $0.number(3, UInt64(bitPattern: Int64($1))) }
        case .int64Array(let values): writer.list(values) { $0.number(3, UInt64(bitPattern: $1)) }
        case .doubleArray(let values): writer.list(values) { $0.fixed(4, $1.bitPattern) }
        default: break
        }
    }
}

extension ProtobufWriter {
    /// A count of what was dropped; 0 is not written.
    fileprivate mutating func count(_ field: UInt64, _ value: Int) {
        if value > 0 { number(field, UInt64(UInt32(clamping: value))) }
    }

    /// An `ArrayValue`, each element an `AnyValue`.
    fileprivate mutating func list<Element>(
        _ values: [Element], _ write: (inout ProtobufWriter, Element) -> Void
    ) {
        message(5) { list in
            for value in values { list.message(1) { write(&$0, value) } }
        }
    }
}
