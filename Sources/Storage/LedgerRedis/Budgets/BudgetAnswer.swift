import Budgets
import Ledger
import Money
import RESP

/// What ``BudgetScript`` answers.
struct BudgetAnswer {
    let state: String
    let spentByAll: NanoUSD
    /// The part of this directory's spend that earlier incarnations have told.
    let offset: NanoUSD
    /// All that this directory may have spent and held in the window; nil without a lease.
    let lease: NanoUSD?
    /// All that this incarnation could have leased, its own spend included.
    let available: NanoUSD

    /// Reads the answer; nil when it is something else.
    init?(_ reply: RESPValue) {
        guard let elements = reply.elements, let state = elements.first?.text else { return nil }
        self.state = state
        guard state != "epoch", state != "join" else {
            (spentByAll, offset, lease, available) = (.zero, .zero, nil, .zero)
            return
        }
        guard elements.count == 5, let all = elements[1].integer, let offset = elements[2].integer,
            let available = elements[4].integer
        else { return nil }
        spentByAll = NanoUSD(rawValue: all)
        self.offset = NanoUSD(rawValue: offset)
        lease = elements[3].integer.map { NanoUSD(rawValue: $0).addingClamped(NanoUSD(rawValue: offset)) }
        self.available = NanoUSD(rawValue: available)
    }

    /// What is left for this gateway beyond what it has spent and holds.
    func left(_ account: BudgetAccountState) -> NanoUSD {
        let used = account.spent.addingClamped(account.held)
        let most = max(available.addingClamped(offset), lease ?? .zero)
        return max(.zero, most.subtractingClamped(used))
    }
}
