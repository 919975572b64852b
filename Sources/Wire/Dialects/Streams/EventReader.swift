/// Reads the events of a stream that somebody else took apart, such as a log of them: usage, and nothing else.
public struct EventReader: Sendable {
    private var reader: any PayloadReader
    private var sink = PayloadSink(collectsText: false)

    /// A reader for one stream of `api`, as `flavor` counts.
    public init(api: API, flavor: UsageFlavor) { reader = api.reader(flavor) }

    /// Takes the next event, whose `event` field is `type` and whose payload is `data`.
    public mutating func read(type: UnsafeRawBufferPointer?, data: UnsafeRawBufferPointer) {
        sink.beginPayload()
        _ = reader.readEvent(type: type, data, &sink)
    }

    /// What the stream said so far; without the generated text.
    public var response: MeteredResponse { reader.response }
}
