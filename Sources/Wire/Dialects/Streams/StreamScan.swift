/// What one call of ``StreamMeter/scan(_:)`` found; offsets are into the bytes of that call.
public struct StreamScan: Sendable, Hashable {
    /// Everything before is whole events (or a part of an oversized one) and may be released now.
    public var relayEnd: Int
    /// What must be taken out of what is released, once a stream: the usage chunk that only the gateway asked for.
    public var strip: Range<Int>?
    /// From here on, bytes are withheld until the row is committed: the terminal event and what follows it.
    public var holdFrom: Int?
    /// Whether the stream's first generated content is in the events of this call.
    public var sawContent: Bool

    /// A scan that found nothing but whole events up to `relayEnd`.
    public init(relayEnd: Int, strip: Range<Int>? = nil, holdFrom: Int? = nil, sawContent: Bool = false) {
        self.relayEnd = relayEnd
        self.strip = strip
        self.holdFrom = holdFrom
        self.sawContent = sawContent
    }
}
