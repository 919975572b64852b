/// How far a compressed body may grow.
public struct ContentDecodingLimits: Sendable, Hashable {
    /// Decoded bytes in all.
    public let maximumBytes: Int
    /// Decoded bytes for each byte that came; counts from the first MiB of decoded bytes on.
    public let maximumRatio: Int

    /// Limits that no honest answer of a model reaches, unless told otherwise.
    public init(maximumBytes: Int = 256 << 20, maximumRatio: Int = 200) {
        self.maximumBytes = maximumBytes
        self.maximumRatio = max(1, maximumRatio)
    }
}
