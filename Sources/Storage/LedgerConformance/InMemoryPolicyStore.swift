public import Budgets
public import Ledger
import Synchronization
public import Usage

/// Keys, budgets and alerts that are forgotten with the process: for the tests of what stands on the ports.
public final class InMemoryPolicyStore: KeyStoring, BudgetStoring, AlertStoring {
    private struct State {
        var keys: [VirtualKeyRecord] = []
        var budgets: [BudgetID: Budget] = [:]
        var alerts: [(alert: BudgetAlert, isDelivered: Bool)] = []
    }

    private let state = Mutex(State())

    /// A store with nothing in it.
    public init() {}

    public func keys() async throws -> [VirtualKeyRecord] {
        state.withLock { $0.keys }.sorted { ($0.createdAt, $0.id.rawValue) < ($1.createdAt, $1.id.rawValue) }
    }

    public func save(_ key: VirtualKeyRecord) async throws { state.withLock { $0.keys.append(key) } }

    public func replaceKey(_ key: VirtualKeyRecord) async throws -> Bool {
        state.withLock { state in
            guard let index = state.keys.firstIndex(where: { $0.id == key.id }) else { return false }
            state.keys[index] = key
            return true
        }
    }

    public func removeKey(_ id: KeyID) async throws -> Bool {
        state.withLock { state in
            let count = state.keys.count
            state.keys.removeAll { $0.id == id }
            return state.keys.count < count
        }
    }

    public func budgets() async throws -> [Budget] {
        state.withLock { Array($0.budgets.values) }.sorted {
            ($0.id.scope.rawValue, $0.id.name, $0.id.window.rawValue)
                < ($1.id.scope.rawValue, $1.id.name, $1.id.window.rawValue)
        }
    }

    public func save(_ budget: Budget) async throws { state.withLock { $0.budgets[budget.id] = budget } }

    public func removeBudget(_ id: BudgetID) async throws -> Bool {
        state.withLock { $0.budgets.removeValue(forKey: id) != nil }
    }

    public func mark(_ alert: BudgetAlert) async throws -> Bool {
        state.withLock { state in
            guard !state.alerts.contains(where: { $0.alert.id == alert.id }) else { return false }
            state.alerts.append((alert, false))
            return true
        }
    }

    public func markDelivered(_ id: String) async throws {
        state.withLock { state in
            for index in state.alerts.indices where state.alerts[index].alert.id == id {
                state.alerts[index].isDelivered = true
            }
        }
    }

    public func undelivered() async throws -> [BudgetAlert] {
        state.withLock { $0.alerts.filter { !$0.isDelivered }.map(\.alert) }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    public func alerts(before: Int64?, limit: Int) async throws -> [BudgetAlert] {
        let found = state.withLock { $0.alerts.map(\.alert) }.filter { $0.at < before ?? .max }
        return Array(found.sorted { ($1.at, $1.id) < ($0.at, $0.id) }.prefix(limit))
    }
}
