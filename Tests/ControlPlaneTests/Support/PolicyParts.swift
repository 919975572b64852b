import BudgetAlerting
import BudgetKeeping
import Budgets
import ControlPlane
import Ledger
import LedgerConformance
import Money
import VirtualKeyRing

/// The real parts behind keys, budgets and alerts, over stores in memory, as of `noon`.
struct PolicyParts {
    let store = InMemoryPolicyStore()
    let ledger = InMemoryLedger()
    let book = BudgetBook { _ in }
    let ring: KeyRing
    let register: BudgetRegister
    let hub = AlertHub()

    init(usersAreCertain: Bool = true, configured: [Budget] = []) {
        ring = KeyRing(store: store, now: { noon })
        register = BudgetRegister(
            book: book, configured: configured, store: store, spend: ledger,
            rules: BudgetRegister.Rules(
                standard: Budget(
                    id: BudgetID(scope: .user, name: "", window: .month), limit: .init(rawValue: 6_000_000_000)),
                usersAreCertain: usersAreCertain, zone: { $0 == "Mars/Olympus" ? nil : UTCOffsets() },
                newestID: { CallID.earliest(at: noon) }, now: { noon }, modelNaming: { $1 }))
    }

    var controlPlane: ControlPlanePolicy {
        ControlPlanePolicy(keys: ring, budgets: register, alerts: store, events: hub)
    }
}
