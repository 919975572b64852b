/// Reads a plain answer's body that is too large to keep, part by part: a reduced copy of it.
public struct PlainMeter: Sendable {
    private let api: API
    private let flavor: UsageFlavor
    private var copy = ReducedJSON()

    /// A meter for one answer.
    public init(api: API, flavor: UsageFlavor) {
        self.api = api
        self.flavor = flavor
    }

    /// Takes the next part of the body.
    public mutating func push(_ bytes: UnsafeRawBufferPointer) { copy.push(bytes) }

    /// The body has ended, or was cut.
    public mutating func finish() -> MeteredResponse {
        copy.kept.withUnsafeBytes { ResponseReader.read($0, api: api, flavor: flavor) }
    }
}
