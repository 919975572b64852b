import Foundation

/// Swift's `swift-backtrace`, the program that writes a report when another crashes.
public enum Backtracer {
    static let names = ["swift-backtrace-static", "swift-backtrace"]

    /// Where it is looked for: beside the program, below its `libexec`, and in the toolchain that `PATH` leads to.
    ///
    /// - Parameters:
    ///   - executable: the path of the program that may crash.
    ///   - environment: `PATH` counts, and `SWIFT_ROOT`, the folder that a toolchain's `usr` is.
    public static func candidates(executable: String, environment: [String: String]) -> [String] {
        let folder = executable.lastIndex(of: "/").map { String(executable[..<$0]) } ?? "."
        let own = [folder, folder + "/../libexec/swift/linux", folder + "/../libexec/swift"]
        let root = environment["SWIFT_ROOT"].map { ["\($0)/libexec/swift/linux", "\($0)/libexec/swift"] } ?? []
        let path = (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
        let toolchains = path.flatMap { ["\($0)", "\($0)/../libexec/swift/linux", "\($0)/../libexec/swift"] }
        let usual = ["/usr/libexec/swift/linux", "/usr/libexec/swift", "/usr/local/libexec/swift/linux"]
        return (own + root + toolchains + usual).flatMap { folder in names.map { "\(folder)/\($0)" } }
    }

    /// Whether this process may run the file at a path.
    public static func isExecutable(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path)
    }

    /// The first candidate that can be run, its path made plain; nil where there is none.
    public static func find(
        executable: String, environment: [String: String],
        isExecutable: (String) -> Bool = Backtracer.isExecutable
    ) -> String? {
        candidates(executable: executable, environment: environment).first(where: isExecutable).map {
            URL(filePath: $0).standardizedFileURL.path(percentEncoded: false)
        }
    }
}
