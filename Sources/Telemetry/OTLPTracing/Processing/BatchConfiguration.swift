/// When and how many spans are exported at once (opentelemetry-specification, `trace/sdk.md`, "Batching processor").
public struct BatchConfiguration: Sendable, Hashable {
    /// Between two exports that are not full.
    public var scheduleDelay: Duration = .milliseconds(5_000)
    /// For one export, with all attempts; zero = no limit.
    public var exportTimeout: Duration = .milliseconds(30_000)
    /// The most spans that wait.
    public var maximumQueue = 2_048
    /// The most spans of one export; never more than ``maximumQueue``.
    public var maximumBatch = 512
    /// For the last flush.
    public var shutdownTimeout: Duration = .seconds(5)

    /// The defaults.
    public init() {}
}
