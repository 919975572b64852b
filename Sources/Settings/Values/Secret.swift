/// A value that must not show up in a log, an error or a listing; only ``reveal()`` gives it away.
public struct Secret: Sendable, Hashable {
    private let value: String

    /// Wraps `value`.
    public init(_ value: String) { self.value = value }

    /// The value itself, for the one place that sends or compares it.
    public func reveal() -> String { value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
