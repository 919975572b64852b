public import Budgets

/// The port through which budgets are listed and set.
public protocol BudgetAdministering: Sendable {
    /// Every budget in force but the default, by scope, name and window.
    func budgets() async -> [ListedBudget]
    /// One of them.
    func budget(_ id: BudgetID) async -> ListedBudget?
    /// The default for users; its name means nothing.
    var standard: Budget? { get }
    /// The budget that holds for a user in a month, its own or the default; cheap.
    func monthly(_ user: String) -> Budget?
    /// Puts a budget in force and stores it.
    ///
    /// - Throws: ``BudgetProblem`` where it cannot be.
    func set(_ budget: Budget) async throws -> ListedBudget
    /// Takes a stored budget out; what the configuration says holds again.
    ///
    /// - Throws: ``BudgetProblem`` where there is none, or it is the configuration's.
    func remove(_ id: BudgetID) async throws
}

/// A budget as it stands.
public struct ListedBudget: Sendable, Hashable {
    public var state: BudgetAccountState
    /// From the configuration file; else it was set by the admin API.
    public var isConfigured: Bool

    /// A budget as it stands.
    public init(state: BudgetAccountState, isConfigured: Bool) {
        self.state = state
        self.isConfigured = isConfigured
    }
}

/// Why a budget cannot be set or removed, with a sentence that says what to do.
public struct BudgetProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of trouble.
    public enum Code: String, Sendable, Hashable {
        case notFound = "not_found"
        case configured = "configured"
        case invalid = "invalid_budget"
        case unsafe = "users_not_authenticated"
    }

    public var code: Code
    public var message: String

    /// A problem of the kind `code`.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
