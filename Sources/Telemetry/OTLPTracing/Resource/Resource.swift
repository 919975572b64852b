public import Tracing

/// What a process is: the attributes that all its spans have in common.
public struct Resource: Sendable {
    /// By name; `service.name` is always there.
    public var attributes: SpanAttributes

    /// These attributes.
    public init(_ attributes: SpanAttributes) { self.attributes = attributes }

    /// The fields of a `Resource` of OTLP.
    var written: [UInt8] {
        var writer = ProtobufWriter()
        attributes.write(1, to: &writer)
        return writer.bytes
    }
}
