/// What a metric is, apart from its labels and values.
public struct MetricDescription: Sendable, Hashable {
    /// The full name; a counter's ends with `_total`, which is added when it is missing.
    public var name: String
    /// One sentence; required by convention.
    public var help: String
    /// The base unit, which must be the last part of the name before `_total`: `seconds`, `bytes`, `dollars`.
    public var unit: String?

    /// A metric named `name`.
    public init(_ name: String, help: String, unit: String? = nil) {
        self.name = name
        self.help = help
        self.unit = unit
    }
}
