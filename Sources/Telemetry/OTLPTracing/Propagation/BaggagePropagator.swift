public import Instrumentation

/// The `baggage` header (W3C Baggage).
public struct BaggagePropagator: Propagator {
    /// The propagator.
    public init() {}

    public func extract(into context: inout ServiceContext, field: (String) -> String?) {
        guard let header = field("baggage") else { return }
        let baggage = Baggage(header: header)
        if !baggage.entries.isEmpty { context.baggage = baggage }
    }

    public func inject(_ context: ServiceContext, set: (String, String) -> Void) {
        guard let header = context.baggage?.header, !header.isEmpty else { return }
        set("baggage", header)
    }
}
