/// An API whose bodies can be metered; the raw value is the `api` of ledger rows and cost cases.
public enum API: String, Sendable, Hashable, CaseIterable {
    case chatCompletions = "chat.completions"
    case embeddings
    case messages
    /// A path that no dialect knows: relayed, and recorded without usage.
    case unmetered

    /// Whether its answers carry usage that this target can read.
    public var isMetered: Bool { self != .unmetered }
}
