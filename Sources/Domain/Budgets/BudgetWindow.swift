/// The calendar window within which a budget's spend is counted, in the budget's own time zone.
public enum BudgetWindow: String, Sendable, Hashable, CaseIterable {
    case hour
    case day
    /// From Monday (ISO 8601).
    case week
    case month
    /// Since ever.
    case total
}
