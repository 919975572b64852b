/// The port through which a ledger's sums reach the store that gateways share: the ledger is the outbox.
public protocol LedgerReplicaSource: Sendable {
    /// Incarnations whose sums this ledger knows, oldest first; the last is the running one.
    var incarnations: [Incarnation] { get }
    /// What was committed since this was last asked; from the start on, everything of the months from `first` on.
    func takeChanges() -> ReplicaChanges
    /// Seconds since the oldest of the changes that were not taken; 0 when there is none.
    var oldestChangeSeconds: Double { get }
    /// All sums of the months from `first` on, as if each had changed.
    func everything(from first: Month) async throws -> ReplicaChanges
    /// The shares of users, of each incarnation that has any.
    func userShares(_ keys: [UserMonth]) async throws -> [UserShare]
    /// All shares of a month, users without their parts by model and component.
    func shares(of month: Month) async throws -> (users: [UserShare], days: [DayShare])
    /// The shares of parts of days, of each incarnation that has any.
    func dayShares(_ keys: [DayPart]) async throws -> [DayShare]
}
