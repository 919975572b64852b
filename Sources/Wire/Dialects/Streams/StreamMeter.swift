/// Meters one event stream.
public struct StreamMeter: Sendable {
    /// Whether the terminal event was seen.
    public private(set) var sawTerminal = false
    /// Bytes of generated text so far.
    public private(set) var outputBytes = 0
    /// What the stream said so far.
    public private(set) var response = MeteredResponse()

    /// A meter for a stream of `api`; `stripsUsage`: the gateway asked for the usage, not the client.
    public init(api: API, flavor: UsageFlavor, stripsUsage: Bool) {}

    /// Scans `bytes`, which begin at the first event that was not complete at the last call.
    public mutating func scan(_ bytes: UnsafeRawBufferPointer) -> StreamScan { StreamScan(relayEnd: bytes.count) }

    /// Takes `tail`, what was left when the stream ended, as the last event.
    @discardableResult
    public mutating func finish(_ tail: UnsafeRawBufferPointer) -> StreamScan { StreamScan(relayEnd: tail.count) }

    /// The generated text so far.
    public var outputText: [UInt8] { [] }
}
