/// One frame of a stack.
///
/// Sentry wants one of file, function or address at least; what a frame lacks stays unknown.
public struct SentryFrame: Sendable, Hashable {
    /// Demangled, for people to read.
    public var function: String?
    /// The symbol as it is linked.
    public var symbol: String?
    /// The file's name, as short as is useful.
    public var filename: String?
    public var absolutePath: String?
    /// From 1.
    public var line: Int?
    public var column: Int?
    /// The Swift module.
    public var module: String?
    /// The binary.
    public var package: String?
    /// Of the application, not of a library it uses.
    public var isInApp: Bool?
    public var instructionAddress: UInt64?
    public var imageAddress: UInt64?
    /// Lines of the source above ``contextLine``.
    public var linesBefore: [String] = []
    public var contextLine: String?
    public var linesAfter: [String] = []

    /// A frame of `function`.
    public init(function: String? = nil, filename: String? = nil, line: Int? = nil) {
        self.function = function
        self.filename = filename
        self.line = line
    }

    /// Whether it says enough for Sentry to take it.
    public var isUsable: Bool { function != nil || filename != nil || instructionAddress != nil }

    var encoded: SentryValue {
        .fields([
            "function": function.encoded, "symbol": symbol.encoded, "filename": filename.encoded,
            "abs_path": absolutePath.encoded, "lineno": line.map { .integer(Int64($0)) },
            "colno": column.map { .integer(Int64($0)) }, "module": module.encoded, "package": package.encoded,
            "in_app": isInApp.map { .bool($0) },
            "instruction_addr": instructionAddress.map { .string("0x" + String($0, radix: 16)) },
            "image_addr": imageAddress.map { .string("0x" + String($0, radix: 16)) },
            "pre_context": contextLine == nil ? nil : .array(linesBefore.map { .string($0) }),
            "context_line": contextLine.encoded,
            "post_context": contextLine == nil ? nil : .array(linesAfter.map { .string($0) }),
        ])
    }
}
