import Instrumentation
public import Logging

extension Logger.MetadataProvider {
    /// Adds `trace_id`, `span_id` and `trace_flags` of the span that a line is written in.
    ///
    /// ```swift
    /// LoggingSystem.bootstrap(StreamLogHandler.standardError, metadataProvider: .tracing)
    /// ```
    public static var tracing: Logger.MetadataProvider {
        Logger.MetadataProvider {
            guard let span = ServiceContext.current?.spanContext else { return [:] }
            return [
                "trace_id": "\(span.traceID)", "span_id": "\(span.spanID)",
                "trace_flags": "\(span.isSampled ? "01" : "00")",
            ]
        }
    }
}
