/// The value of `SWIFT_BACKTRACE`: what Swift's runtime does when the process crashes.
///
/// It is read before `main`, so that a process that wants it has to be started with it, or to start itself again
/// (`Reexecution`).
public struct BacktraceSetting: Sendable, Hashable {
    /// The variable's name.
    public static let variable = "SWIFT_BACKTRACE"

    /// Key and value, in their order.
    public let pairs: [Pair]

    /// A key and its value.
    public struct Pair: Sendable, Hashable {
        /// The key.
        public let key: String
        /// The value.
        public let value: String
    }

    /// Reads a value as the runtime does; the last of equal keys counts.
    public init(_ text: String) {
        pairs = text.split(separator: ",").compactMap { part in
            guard let equals = part.firstIndex(of: "=") else { return nil }
            return Pair(key: String(part[..<equals]).lowercased(), value: String(part[part.index(after: equals)...]))
        }
    }

    /// What has crashes written to a folder in the form that `CrashReport` reads.
    ///
    /// `sanitize` keeps the memory behind registers out of the file; names are looked up later
    /// (`CrashReport.symbolicated(by:)`), so that a large program is dead in a moment, not in half a minute. `interactive` off, so that nothing waits for a key.
    /// Nil where a path cannot be written into the variable: a comma ends it.
    public init?(directory: String, backtracer: String) {
        guard !directory.contains(","), !backtracer.contains(","), !directory.isEmpty else { return nil }
        self.init(
            "enable=yes,format=json,output-to=\(directory),color=no,interactive=no,sanitize=yes,symbolicate=off,timeout=5s,"
                + "swift-backtrace=\(backtracer)")
    }

    /// The value to set.
    public var text: String { pairs.map { "\($0.key)=\($0.value)" }.joined(separator: ",") }

    /// Of the last pair with a key.
    public func value(of key: String) -> String? {
        pairs.last { $0.key == key }?.value
    }

    /// The folder that reports go to that can be read: JSON, switched on, to neither stream; nil otherwise.
    public var reportDirectory: String? {
        let isOff = ["no", "off", "false", "n", "f", "0"].contains(value(of: "enable")?.lowercased() ?? "yes")
        guard !isOff, value(of: "format")?.lowercased() == "json", let output = value(of: "output-to"),
            !["stdout", "stderr", "auto"].contains(output.lowercased())
        else { return nil }
        return output
    }
}
