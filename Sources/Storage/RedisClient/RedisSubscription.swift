import RESP

/// What to listen to, and who is told.
struct RedisSubscription: Sendable {
    let patterns: [String]
    let onMessage: @Sendable (RedisMessage) -> Void

    /// Reads a push, or the array that it is in RESP2.
    func received(_ elements: [RESPValue]) {
        guard elements.count == 4, elements[0].text == "pmessage", let channel = elements[2].text,
            let payload = elements[3].bytes
        else { return }
        onMessage(RedisMessage(channel: channel, payload: payload))
    }
}

/// A message that was published.
public struct RedisMessage: Sendable, Hashable {
    public let channel: String
    public let payload: [UInt8]

    /// A message on `channel`.
    public init(channel: String, payload: [UInt8]) {
        self.channel = channel
        self.payload = payload
    }
}
