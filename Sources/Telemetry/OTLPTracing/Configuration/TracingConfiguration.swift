/// What a program's tracing is to do: as a value, from `OTEL_*` variables or by hand.
public struct TracingConfiguration: Sendable {
    /// Where spans go.
    public enum Exporter: String, Sendable, Hashable, CaseIterable {
        case otlp
        case console
    }

    /// Which header fields carry the context.
    public enum Propagation: String, Sendable, Hashable, CaseIterable {
        case traceContext = "tracecontext"
        case baggage
        case sentry
    }

    /// Which traces are recorded.
    public enum Sampling: Sendable, Hashable {
        case alwaysOn
        case alwaysOff
        case ratio(Double)
        indirect case parentBased(Sampling)

        /// The sampler that does so.
        public var sampler: any Sampler {
            switch self {
            case .alwaysOn: ConstantSampler.alwaysOn
            case .alwaysOff: ConstantSampler.alwaysOff
            case .ratio(let ratio): TraceIDRatioSampler(ratio: ratio)
            case .parentBased(let root): ParentBasedSampler(root: root.sampler)
            }
        }
    }

    /// Nothing is recorded; contexts are passed on all the same.
    public var isDisabled = false
    public var exporters: [Exporter] = [.otlp]
    public var propagation: [Propagation] = [.traceContext, .baggage]
    public var sampling: Sampling = .parentBased(.alwaysOn)
    public var batch = BatchConfiguration()
    public var limits = SpanLimits()
    public var endpoint = OTLPEndpoint()
    /// `service.name`; nil = what `resource` says, else a name made of the program's.
    public var service: String?
    /// Further attributes of the resource.
    public var resource: [(name: String, value: String)] = []
    /// Settings that could not be read and were passed over, a sentence each.
    public internal(set) var problems: [String] = []

    /// The defaults of the specification.
    public init() {}
}
