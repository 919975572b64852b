public import SentryProtocol
public import StackTraces

extension SentryFrame {
    /// A frame of ``StackTraces`` as Sentry has it.
    public init(_ frame: StackFrame) {
        self.init(function: frame.function, filename: frame.shortFile, line: frame.line)
        symbol = frame.rawFunction
        absolutePath = frame.file
        column = frame.column
        module = frame.module
        package = frame.image.map { $0.path ?? $0.name }
        isInApp = frame.isInApp
        instructionAddress = frame.address
        imageAddress = frame.image.flatMap { $0.baseAddress == 0 ? nil : $0.baseAddress }
        if let source = frame.source {
            linesBefore = source.before
            contextLine = source.line
            linesAfter = source.after
        }
    }
}

extension SentryStackTrace {
    /// Symbolicated frames, innermost first as ``StackTraces`` has them.
    public init(_ frames: [StackFrame]) { self.init(newestFirst: frames.map { SentryFrame($0) }) }
}
