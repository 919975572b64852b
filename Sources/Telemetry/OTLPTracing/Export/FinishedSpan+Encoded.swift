import FoundationEssentials
import OTLPEncoding
import Tracing

extension FinishedSpan {
    /// As OTLP has it.
    var encoded: OTLPSpan {
        var span = OTLPSpan()
        span.traceID = context.traceID.data
        span.spanID = context.spanID.data
        span.traceState = context.traceState.header
        if let parent { span.parentSpanID = parent.spanID.data }
        // Bit 8: it is known whether the parent is remote, bit 9: it is (opentelemetry-proto, SpanFlags).
        span.flags = UInt32(context.flags) | 0x100 | (parent?.isRemote == true ? 0x200 : 0)
        span.name = name
        span.kind = encodedKind
        span.startTimeUnixNano = start
        span.endTimeUnixNano = end
        span.attributes = attributes.encoded
        span.droppedAttributesCount = UInt32(clamping: droppedAttributes)
        span.events = events.map { event in
            var encoded = OTLPSpan.Event()
            encoded.name = event.name
            encoded.timeUnixNano = event.nanosecondsSinceEpoch
            encoded.attributes = event.attributes.encoded
            return encoded
        }
        span.droppedEventsCount = UInt32(clamping: droppedEvents)
        span.links = links.compactMap { link in
            guard let context = link.context.spanContext else { return nil }
            var encoded = OTLPSpan.Link()
            encoded.traceID = context.traceID.data
            encoded.spanID = context.spanID.data
            encoded.traceState = context.traceState.header
            encoded.flags = UInt32(context.flags) | 0x100 | (context.isRemote ? 0x200 : 0)
            encoded.attributes = link.attributes.encoded
            return encoded
        }
        span.droppedLinksCount = UInt32(clamping: droppedLinks)
        if let status {
            span.status.code = status.code == .ok ? .ok : .error
            span.status.message = status.message ?? ""
        }
        return span
    }

    private var encodedKind: OTLPSpan.SpanKind {
        switch kind {
        case .server: .server
        case .client: .client
        case .producer: .producer
        case .consumer: .consumer
        case .internal: .internal
        }
    }
}

extension SpanAttributes {
    /// As OTLP has them, in the order of their names.
    var encoded: [OTLPKeyValue] {
        var pairs: [OTLPKeyValue] = []
        pairs.reserveCapacity(count)
        forEach { name, value in
            if let encoded = value.encoded { pairs.append(OTLPKeyValue(name, encoded)) }
        }
        return pairs.sorted { $0.key < $1.key }
    }
}

extension SpanAttribute {
    /// As OTLP has it; nil for what the API may add later.
    var encoded: OTLPValue? {
        switch self {
        case .int32(let value): .int(Int64(value))
        case .int64(let value): .int(value)
        case .int32Array(let values): .array(values.map { .int(Int64($0)) })
        case .int64Array(let values): .array(values.map { .int($0) })
        case .double(let value): .double(value)
        case .doubleArray(let values): .array(values.map { .double($0) })
        case .bool(let value): .bool(value)
        case .boolArray(let values): .array(values.map { .bool($0) })
        case .string(let value): .string(value)
        case .stringArray(let values): .array(values.map { .string($0) })
        case .stringConvertible(let value): .string(value.description)
        case .stringConvertibleArray(let values): .array(values.map { .string($0.description) })
        default: nil
        }
    }
}

extension TraceID {
    fileprivate var data: Data { Data(bytes) }
}

extension SpanID {
    fileprivate var data: Data { Data(bytes) }
}
