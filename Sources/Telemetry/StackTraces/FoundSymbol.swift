#if os(Linux)
    import Runtime

    /// What the toolchain knows about an address: of several with one address all but the last were inlined.
    struct FoundSymbol: Sendable {
        /// nil where there is no symbol.
        var name: String?
        var rawName: String
        var file: String?
        var line: Int?
        var column: Int?
        /// The number of the image in the list.
        var image: Int
        var isInlined: Bool
        /// A thunk, the call of `main`, a check that failed: made up by the compiler.
        var isGenerated: Bool

        init?(_ frame: SymbolicatedBacktrace.Frame) {
            guard let symbol = frame.symbol else { return nil }
            let location = symbol.sourceLocation.flatMap { $0.path.hasSuffix("<compiler-generated>") ? nil : $0 }
            name = symbol.rawName == "<unknown>" ? nil : symbol.name
            rawName = symbol.rawName
            file = location?.path
            line = location.flatMap { $0.line > 0 ? $0.line : nil }
            column = location.flatMap { $0.column > 0 ? $0.column : nil }
            image = symbol.imageIndex
            isInlined = frame.inlined
            isGenerated = frame.isSwiftThunk || frame.isSystem || frame.isSwiftRuntimeFailure
        }
    }
#endif
