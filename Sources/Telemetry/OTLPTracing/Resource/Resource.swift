import OTLPEncoding
public import Tracing

/// What a process is: the attributes that all its spans have in common.
public struct Resource: Sendable {
    /// By name; `service.name` is always there.
    public var attributes: SpanAttributes

    /// These attributes.
    public init(_ attributes: SpanAttributes) { self.attributes = attributes }

    /// As OTLP has it.
    var encoded: OTLPResource {
        var resource = OTLPResource()
        resource.attributes = attributes.encoded
        return resource
    }
}
