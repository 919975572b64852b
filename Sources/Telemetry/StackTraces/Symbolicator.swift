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
    public func frames(of trace: StackTrace) -> [StackFrame] { frames(of: trace, isHurried: { false }) }

    /// The same, but as far as they are known as soon as `isHurried`, which is asked again and again: names without files
    /// and lines, or addresses with their images.
    package func frames(of trace: StackTrace, isHurried: () -> Bool) -> [StackFrame] {
        let frames = state.withLock { state in
            let passing = lookUp(trace.addresses.filter { state.known[$0] == nil }, &state, isHurried)
            return trace.addresses.flatMap { state.known[$0] ?? passing[$0] ?? [Self.raw($0)] }
        }
        let hidden = configuration.hiddenModules
        let shown = frames.drop { frame in
            (frame.module.map(hidden.contains) ?? false) || frame.function?.hasSuffix("swift_willThrowTyped") == true
        }
        return shown.isEmpty ? frames : Array(shown)
    }

    /// The frames of an address of another process, where the same image (by its build id) is loaded here, too.
    ///
    /// - Parameters:
    ///   - address: in the other process.
    ///   - image: the image it lies in, as it was loaded there.
    ///   - isReturnAddress: whether the instruction before it is meant.
    /// - Returns: nil where the image is not loaded here.
    public func frames(of address: UInt64, in image: LoadedImage, isReturnAddress: Bool) -> [StackFrame]? {
        guard let build = image.buildID, let own = Self.loaded[build] else { return nil }
        let local = address &- image.baseAddress &+ own.baseAddress &+ (isReturnAddress ? 0 : 1)
        return frames(of: StackTrace(addresses: [UInt(truncatingIfNeeded: local)])).map { frame in
            var frame = frame
            frame.address = address
            frame.image = image
            return frame
        }
    }

    /// The source around a line, under this symbolicator's rules; nil where the file cannot be read.
    public func source(file: String, line: Int) -> SourceContext? {
        guard let lines = configuration.contextLines else { return nil }
        return state.withLock { $0.files.context(of: line, in: file, lines: lines) }
    }

    /// The images of this process, when it was asked first.
    package static var loadedImages: [LoadedImage] {
        #if os(Linux)
            return images.map { LoadedImage($0) }
        #else
            return []
        #endif
    }

    /// The images of this process by their build ids.
    private static let loaded: [String: LoadedImage] = {
        #if os(Linux)
            return Dictionary(loadedImages.compactMap { image in image.buildID.map { ($0, image) } }) { first, _ in
                first
            }
        #else
            return [:]
        #endif
    }()

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

    /// Keeps what was found; what is not whole it returns instead.
    private func lookUp(_ addresses: [UInt], _ state: inout State, _ isHurried: () -> Bool) -> [UInt: [StackFrame]] {
        guard !addresses.isEmpty else { return [:] }
        var found = Dictionary(addresses.map { ($0, [Self.raw($0)]) }) { first, _ in first }
        #if os(Linux)
            let images = Self.images
            let symbols = LookUpThread.shared.symbols(of: addresses, images, isHurried: isHurried)
            for (address, symbols) in symbols.byAddress where !symbols.isEmpty {
                found[address] = symbols.map { frame(address, $0, images, &state.files) }
            }
            guard symbols.isWhole else { return found }
        #endif
        if state.known.count + addresses.count > configuration.keptAddresses { state.known.removeAll() }
        state.known.merge(found) { $1 }
        return [:]
    }

    #if os(Linux)
        /// The images of this process when it was asked first.
        ///
        /// Not again: the toolchain maps each image it reads as a file, and would then take the library's place and that
        /// of the mapped file for one image. What is loaded later is known to the dynamic linker only.
        private static let images = ImageMap.capture()

        private func frame(
            _ address: UInt, _ symbol: FoundSymbol, _ images: ImageMap, _ files: inout SourceFiles
        ) -> StackFrame {
            let image =
                symbol.image >= 0 && symbol.image < images.count
                ? LoadedImage(images[symbol.image]) : LoadedImage(at: address)
            guard let name = symbol.name else { return StackFrame(address: UInt64(address), image: image) }
            let module = MangledName.module(of: symbol.rawName)
            return StackFrame(
                address: UInt64(address), function: name, rawFunction: symbol.rawName, module: module,
                file: symbol.file, line: symbol.line, column: symbol.column, image: image,
                isInlined: symbol.isInlined,
                isInApp: configuration.inApp.isInApp(
                    module: module, file: symbol.file, image: image?.path, isGenerated: symbol.isGenerated),
                source: symbol.line.flatMap { line in
                    guard let path = symbol.file, let lines = configuration.contextLines else { return nil }
                    return files.context(of: line, in: path, lines: lines)
                })
        }
    #endif
}
