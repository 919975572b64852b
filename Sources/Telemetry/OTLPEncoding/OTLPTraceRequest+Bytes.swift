import SwiftProtobuf

extension OTLPTraceRequest {
    /// A request with the spans of one resource and one scope.
    public init(resource: OTLPResource, scope: OTLPScope, spans: [OTLPSpan]) {
        self.init()
        var scoped = Opentelemetry_Proto_Trace_V1_ScopeSpans()
        scoped.scope = scope
        scoped.spans = spans
        var grouped = Opentelemetry_Proto_Trace_V1_ResourceSpans()
        grouped.resource = resource
        grouped.scopeSpans = [scoped]
        resourceSpans = [grouped]
    }

    /// The request as protobuf; nil where it cannot be encoded (more than 2 GiB).
    public func encoded() -> [UInt8]? {
        try? serializedBytes()
    }
}

extension OTLPTraceResponse {
    /// Reads an answer's body; nil where it is not one.
    public init?(_ bytes: [UInt8]) {
        guard let response = try? OTLPTraceResponse(serializedBytes: bytes) else { return nil }
        self = response
    }
}
