/// Which frames are the application's own code; the rest is libraries, the runtime and the system.
///
/// In this order: a module that is `included` is the application's, one that is `excluded` is not; what the compiler made
/// up, functions of C and C++, the toolchain's modules, system libraries and packages in a `checkouts` folder are not;
/// everything else is.
public struct InAppRules: Sendable, Hashable {
    /// Modules that are the application's, whatever else holds for them.
    public var included: Set<String>

    /// Modules that are not.
    public var excluded: Set<String>

    /// The rules, with modules that are named.
    public init(included: Set<String> = [], excluded: Set<String> = []) {
        self.included = included
        self.excluded = excluded
    }

    /// What comes with the toolchain.
    static let toolchain: Set<String> = [
        "Swift", "_Concurrency", "_StringProcessing", "_RegexParser", "RegexBuilder", "Synchronization", "Distributed",
        "Observation", "Runtime", "Foundation", "FoundationEssentials", "FoundationInternationalization",
        "FoundationNetworking", "FoundationXML", "Dispatch", "Glibc", "Musl", "SwiftOnoneSupport", "Testing", "XCTest",
        "_Volatile", "Cxx", "CxxStdlib", "SwiftShims", "__C", "__C_Synthesized",
    ]

    /// Whether a frame is the application's.
    ///
    /// - Parameters:
    ///   - module: the Swift module of the function.
    ///   - file: its source file.
    ///   - image: the path of the image it lies in.
    ///   - isGenerated: whether the compiler made it up (a thunk, the call of `main`).
    public func isInApp(module: String?, file: String?, image: String?, isGenerated: Bool) -> Bool {
        if let module, included.contains(module) { return true }
        guard let module, !excluded.contains(module), !isGenerated, !Self.toolchain.contains(module) else {
            return false
        }
        if let file, file.contains("/checkouts/") { return false }
        guard let image else { return true }
        return !["/usr/lib/", "/lib/", "/lib64/", "/usr/lib64/"].contains { image.hasPrefix($0) }
    }
}
