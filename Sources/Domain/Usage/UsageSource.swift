/// Where a row's counts come from (CONTRACTS.md "What counts as what").
public enum UsageSource: String, Sendable, Hashable, CaseIterable {
    /// The provider said them.
    case reported
    /// Counted or bounded here, because the provider did not say.
    case estimated
    /// Found open after a crash.
    case interrupted
    /// There are none: an error, or nothing to count.
    case none
}
