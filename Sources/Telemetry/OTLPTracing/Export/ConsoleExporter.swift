import Tracing

/// Writes spans for a person to read: one trace together, as a tree.
///
/// ```
/// trace 0af7651916cd43dd8448eb211c80319c  412.3 ms
/// └─ POST /v1/chat/completions  server  412.3 ms  http.response.status_code=200
///    └─ chat gpt-4o-mini  client  409.8 ms  gen_ai.usage.input_tokens=12
/// ```
/// A trace is written when its first span of this process has ended; spans that wait for it are bounded, and written
/// alone when there are too many, or at the end.
public actor ConsoleExporter: SpanExporter {
    private var waiting = TraceAssembly()
    private let write: @Sendable (String) -> Void

    /// Writes to `write`, a whole trace at a time; to standard output, unless told.
    public init(write: (@Sendable (String) -> Void)? = nil) {
        self.write = write ?? StandardOutput.write
    }

    public func export(_ spans: [FinishedSpan]) -> ExportResult {
        for trace in waiting.add(spans) { write(SpanTree.text(trace)) }
        return .exported(rejected: 0)
    }

    public func shutdown() {
        for trace in waiting.takeAll() { write(SpanTree.text(trace)) }
    }
}
