/// One frame of a stack, with what could be found out about it.
public struct StackFrame: Sendable, Hashable {
    /// The address as it was captured: of the instruction behind the call, as a rule.
    public var address: UInt64

    /// The demangled function in short form, as `Ledger.row(at:)`; nil where the image has no name for the address.
    public var function: String?

    /// The mangled name.
    public var rawFunction: String?

    /// The Swift module that the function belongs to; nil for functions of C and C++.
    public var module: String?

    /// The source file as the debug information names it, an absolute path as a rule; nil without debug information and
    /// for code that the compiler made up.
    public var file: String?

    /// The line, from 1.
    public var line: Int?

    /// The column, from 1.
    public var column: Int?

    /// The executable or library that the address lies in.
    public var image: LoadedImage?

    /// Whether the function was inlined into the frame that follows, which has the same address.
    public var isInlined: Bool

    /// Whether it is the application's own code, by `InAppRules`.
    public var isInApp: Bool

    /// The source around the line, where the file is there to be read.
    public var source: SourceContext?

    /// A frame of which nothing but the address is known, unless more is given.
    public init(
        address: UInt64, function: String? = nil, rawFunction: String? = nil, module: String? = nil,
        file: String? = nil, line: Int? = nil, column: Int? = nil, image: LoadedImage? = nil, isInlined: Bool = false,
        isInApp: Bool = false, source: SourceContext? = nil
    ) {
        self.address = address
        self.function = function
        self.rawFunction = rawFunction
        self.module = module
        self.file = file
        self.line = line
        self.column = column
        self.image = image
        self.isInlined = isInlined
        self.isInApp = isInApp
        self.source = source
    }

    /// The file without what only says where it was built: from `Sources/` or `Tests/` on, else its last part.
    public var shortFile: String? {
        guard let file else { return nil }
        let parts = file.split(separator: "/")
        let roots: Set<Substring> = ["Sources", "Tests", "Plugins", "Benchmarks"]
        guard let root = parts.lastIndex(where: { roots.contains($0) }), root < parts.count - 1 else {
            return parts.last.map(String.init)
        }
        return parts[root...].joined(separator: "/")
    }
}

extension StackFrame: CustomStringConvertible {
    /// `function at file:line`, or `image + offset` where there is no name.
    public var description: String {
        let place = shortFile.map { " at \($0)\(line.map { ":\($0)" } ?? "")" } ?? ""
        if let function { return "\(function)\(isInlined ? " [inlined]" : "")\(place)" }
        let hex = "0x\(String(address, radix: 16))"
        guard let image else { return hex }
        return "\(image.name) + 0x\(String(address &- image.baseAddress, radix: 16))"
    }
}
