// The names of opentelemetry-proto, without their package.

/// `opentelemetry.proto.common.v1.AnyValue`.
public typealias OTLPValue = Opentelemetry_Proto_Common_V1_AnyValue
/// `opentelemetry.proto.common.v1.KeyValue`.
public typealias OTLPKeyValue = Opentelemetry_Proto_Common_V1_KeyValue
/// `opentelemetry.proto.common.v1.InstrumentationScope`.
public typealias OTLPScope = Opentelemetry_Proto_Common_V1_InstrumentationScope
/// `opentelemetry.proto.resource.v1.Resource`.
public typealias OTLPResource = Opentelemetry_Proto_Resource_V1_Resource
/// `opentelemetry.proto.trace.v1.Span`.
public typealias OTLPSpan = Opentelemetry_Proto_Trace_V1_Span
/// `opentelemetry.proto.trace.v1.Status`.
public typealias OTLPStatus = Opentelemetry_Proto_Trace_V1_Status
/// `opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest`.
public typealias OTLPTraceRequest = Opentelemetry_Proto_Collector_Trace_V1_ExportTraceServiceRequest
/// `opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse`.
public typealias OTLPTraceResponse = Opentelemetry_Proto_Collector_Trace_V1_ExportTraceServiceResponse
