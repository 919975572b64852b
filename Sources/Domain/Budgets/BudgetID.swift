/// What names a budget: there is at most one for each scope, id and window (CONTRACTS.md "Admin API").
public struct BudgetID: Sendable, Hashable {
    public var scope: BudgetScope
    /// The user, the key's id, the component or the model; ``wholeGateway`` for the gateway.
    public var name: String
    public var window: BudgetWindow

    /// The id of the gateway's own budgets.
    public static let wholeGateway = "gateway"

    /// The budget of `name` in `window`.
    public init(scope: BudgetScope, name: String, window: BudgetWindow) {
        self.scope = scope
        self.name = name
        self.window = window
    }
}

extension BudgetID: CustomStringConvertible {
    /// For messages: `user 'alice' by month`, `the gateway by day`.
    public var description: String {
        let subject = scope == .gateway ? "the gateway" : "\(scope.rawValue) '\(name)'"
        return window == .total ? "\(subject) in total" : "\(subject) by \(window.rawValue)"
    }
}
