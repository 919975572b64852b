import Synchronization

#if os(Linux)
    import Runtime
#endif

/// Finds names, files and lines of addresses in this process, and keeps what it has found.
///
/// All callers share one lock, which is held while debug information is read: use it from a background thread, never from
/// where a trace is captured.
public final class Symbolicator: Sendable {
    /// What a symbolicator is asked to do.
    public struct Configuration: Sendable {
        /// Which frames are the application's own.
        public var inApp: InAppRules

        /// Lines of source before and behind a frame's own; nil reads no sources.
        public var contextLines: Int?

        /// Modules whose frames are left out at the inner end of a trace: those that captured it.
        public var hiddenModules: Set<String>

        /// Addresses whose frames are kept; when there are more, all are forgotten.
        public var keptAddresses: Int

        /// The defaults: the standard rules, five lines of context, nothing hidden.
        public init(
            inApp: InAppRules = InAppRules(), contextLines: Int? = 5, hiddenModules: Set<String> = [],
            keptAddresses: Int = 4096
        ) {
            self.inApp = inApp
            self.contextLines = contextLines
            self.hiddenModules = hiddenModules
            self.keptAddresses = keptAddresses
        }
    }

    /// With the default configuration.
    public static let shared = Symbolicator()

    /// What it was asked to do.
    public let configuration: Configuration

    private struct State {
        var known: [UInt: [StackFrame]] = [:]
        var files = SourceFiles()
    }

    private let state = Mutex(State())

    /// A symbolicator with a memory of its own.
    public init(_ configuration: Configuration = Configuration()) {
        self.configuration = configuration
    }

    /// The frames of a trace, innermost first; an address of which nothing is known is a frame with its image at best.
    public func frames(of trace: StackTrace) -> [StackFrame] {
        let frames = state.withLock { state in
            lookUp(trace.addresses.filter { state.known[$0] == nil }, &state)
            return trace.addresses.flatMap { state.known[$0] ?? [Self.raw($0)] }
        }
        let hidden = configuration.hiddenModules
        let shown = frames.drop { frame in
            (frame.module.map(hidden.contains) ?? false) || frame.function?.hasSuffix("swift_willThrowTyped") == true
        }
        return shown.isEmpty ? frames : Array(shown)
    }

    /// The source around a line, under this symbolicator's rules; nil where the file cannot be read.
    public func source(file: String, line: Int) -> SourceContext? {
        guard let lines = configuration.contextLines else { return nil }
        return state.withLock { $0.files.context(of: line, in: file, lines: lines) }
    }

    /// Lists the images of the process: some milliseconds that the first look-up need not take then.
    static func prepare() {
        #if os(Linux)
            _ = images
        #endif
    }

    /// What the dynamic linker knows about an address.
    private static func raw(_ address: UInt) -> StackFrame {
        StackFrame(address: UInt64(address), image: LoadedImage(at: address))
    }

    private func lookUp(_ addresses: [UInt], _ state: inout State) {
        guard !addresses.isEmpty else { return }
        if state.known.count + addresses.count > configuration.keptAddresses { state.known.removeAll() }
        for address in addresses { state.known[address] = [Self.raw(address)] }
        #if os(Linux)
            // Each once: inlined frames share their address with the one that follows, and are told apart by it.
            var seen = Set<UInt>()
            let unique = addresses.filter { seen.insert($0).inserted }
            let images = Self.images
            var frames: [UInt: [StackFrame]] = [:]
            for each in Self.symbolicate(unique, images) {
                guard let address = UInt(each.captured.originalProgramCounter), let symbol = each.symbol else {
                    continue
                }
                frames[address, default: []].append(frame(address, each, symbol, images, &state.files))
            }
            for (address, frames) in frames { state.known[address] = frames }
        #endif
    }

    #if os(Linux)
        /// The images of this process when it was asked first.
        ///
        /// Not again: the toolchain maps each image it reads as a file, and would then take the library's place and that
        /// of the mapped file for one image. What is loaded later is known to the dynamic linker only.
        private static let images = ImageMap.capture()

        private static func symbolicate(_ addresses: [UInt], _ images: ImageMap) -> [SymbolicatedBacktrace.Frame] {
            guard let trace = Backtrace(addresses: addresses) else { return [] }
            return trace.symbolicated(with: images, options: [.showInlineFrames, .showSourceLocations])?.frames ?? []
        }

        private func frame(
            _ address: UInt, _ found: SymbolicatedBacktrace.Frame, _ symbol: SymbolicatedBacktrace.Symbol,
            _ images: ImageMap, _ files: inout SourceFiles
        ) -> StackFrame {
            let image =
                symbol.imageIndex >= 0 && symbol.imageIndex < images.count
                ? LoadedImage(images[symbol.imageIndex]) : LoadedImage(at: address)
            guard symbol.rawName != "<unknown>" else { return StackFrame(address: UInt64(address), image: image) }
            let location = symbol.sourceLocation.flatMap { $0.path.hasSuffix("<compiler-generated>") ? nil : $0 }
            let module = MangledName.module(of: symbol.rawName)
            let line = location.flatMap { $0.line > 0 ? $0.line : nil }
            return StackFrame(
                address: UInt64(address), function: symbol.name, rawFunction: symbol.rawName, module: module,
                file: location?.path, line: line, column: location.flatMap { $0.column > 0 ? $0.column : nil },
                image: image, isInlined: found.inlined,
                isInApp: configuration.inApp.isInApp(
                    module: module, file: location?.path, image: image?.path,
                    isGenerated: found.isSwiftThunk || found.isSystem || found.isSwiftRuntimeFailure),
                source: line.flatMap { line in
                    guard let path = location?.path, let lines = configuration.contextLines else { return nil }
                    return files.context(of: line, in: path, lines: lines)
                })
        }
    #endif
}
