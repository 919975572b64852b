/// One item of an envelope: a header, and its payload's bytes.
public struct SentryEnvelopeItem: Sendable, Hashable {
    public var type: SentryItemType
    public var payload: [UInt8]
    /// Fields of the header beside `type` and `length`, as an attachment's `filename`.
    public var fields: [String: SentryValue] = [:]
    /// How many of its category it stands for; for a transaction's spans see ``SentryTransaction``.
    public var spanCount = 0

    /// An item of these bytes.
    public init(_ type: SentryItemType, payload: [UInt8], fields: [String: SentryValue] = [:]) {
        self.type = type
        self.payload = payload
        self.fields = fields
    }

    /// The item with its header, as it stands in an envelope.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    func write(to bytes: inout [UInt8]) {
        var header = fields
        header["type"] = .string(type.rawValue)
        header["length"] = .integer(Int64(payload.count))
        SentryValue.object(header).write(to: &bytes)
        bytes.append(0x0A)
        bytes += payload
        bytes.append(0x0A)
    }
}
