/// The first line of an envelope.
public struct SentryEnvelopeHeader: Sendable, Hashable {
    /// Of the event or transaction within; nil for sessions and reports.
    public var eventID: SentryEventID?
    /// When it is sent, not when it was made: the receiver corrects clocks by it.
    public var sentAt: SentryTimestamp?
    /// As the sender wrote it; browsers name it for tunnels.
    public var dsn: String?
    public var sdk: SentrySDKInfo?
    /// The trace's frozen context, by which the receiver samples.
    public var trace: SentryDynamicSamplingContext?

    /// A header that says nothing.
    public init() {}

    var encoded: SentryValue {
        .fields([
            "event_id": eventID.map { .string("\($0)") }, "sent_at": sentAt.map { .string($0.text) },
            "dsn": dsn.encoded, "sdk": sdk?.encoded, "trace": trace.flatMap { SentryValue.texts($0.fields) },
        ])
    }

    /// Reads a header's JSON; fields of another type than they should have are passed over.
    init?(json: some Sequence<UInt8>) {
        guard let value = SentryValue(json: json), case .object = value else { return nil }
        eventID = value["event_id"]?.text.flatMap { SentryEventID($0) }
        dsn = value["dsn"]?.text
        if let name = value["sdk"]?["name"]?.text {
            sdk = SentrySDKInfo(name: name, version: value["sdk"]?["version"]?.text ?? "")
        }
        if case .object(let fields) = value["trace"] {
            trace = SentryDynamicSamplingContext(fields: fields.compactMapValues { $0.text })
        }
    }
}
