public import Instrumentation

/// Carries a context from process to process in header fields.
public protocol Propagator: Sendable {
    /// Reads what it knows from the fields that `field` finds by lower-case name, into `context`.
    ///
    /// What is not valid is as if it were not there.
    func extract(into context: inout ServiceContext, field: (String) -> String?)
    /// Gives the fields that carry `context` to `set`.
    func inject(_ context: ServiceContext, set: (_ name: String, _ value: String) -> Void)
}
