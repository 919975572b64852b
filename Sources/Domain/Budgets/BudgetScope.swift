/// Whose spend a budget limits.
public enum BudgetScope: String, Sendable, Hashable, CaseIterable {
    case user
    /// A virtual key, by its id.
    case key
    case component
    /// A model, by the catalogue's id, or by the name that requests use where the catalogue has none.
    case model
    /// Everything that passes the gateway; its only id is ``BudgetID/wholeGateway``.
    case gateway
}
