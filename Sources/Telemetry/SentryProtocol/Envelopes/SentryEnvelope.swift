/// What is posted to Sentry: a header and items (SD `foundations/envelopes/index.mdx`).
///
/// ```
/// {"event_id":"9ec79c33ec9942ab8353589fcb2e04dc","sent_at":"…","sdk":{…},"trace":{…}}
/// {"length":41,"type":"event"}
/// {"message":"hello world","level":"error"}
/// ```
/// Lengths count bytes, so that payloads may hold line feeds and any UTF-8.
public struct SentryEnvelope: Sendable, Hashable {
    public var header: SentryEnvelopeHeader
    public var items: [SentryEnvelopeItem]

    /// The most bytes of a whole envelope, before compression.
    public static let maximumBytes = 200 << 20

    /// An envelope of `items`.
    public init(_ header: SentryEnvelopeHeader, items: [SentryEnvelopeItem] = []) {
        self.header = header
        self.items = items
    }

    /// The bytes, with `sent_at` where it is given.
    public func bytes(sentAt: SentryTimestamp? = nil) -> [UInt8] {
        var header = header
        if let sentAt { header.sentAt = sentAt }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(items.reduce(512) { $0 + $1.payload.count + 64 })
        header.encoded.write(to: &bytes)
        bytes.append(0x0A)
        for item in items { item.write(to: &bytes) }
        return bytes
    }
}
