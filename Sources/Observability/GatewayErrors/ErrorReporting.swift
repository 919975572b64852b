/// What becomes of an error that is nobody's fault here: a refusal by a budget, a request that a provider rejects.
public enum ErrorReporting: String, Sendable, Hashable, CaseIterable {
    /// Nothing.
    case off
    /// Later events show it.
    case breadcrumb
    /// An event of level `warning`.
    case warning
}
