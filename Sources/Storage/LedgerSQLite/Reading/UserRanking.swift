/// Users by what they cost, by their numbers in ``UserNames``.
struct UserRanking {
    /// A user's part in a period.
    ///
    /// The number of calls is modulo 2³²: it only says whether there are any.
    struct Entry {
        let user: Int32
        let requests: Int32
        let cost: Int64
    }

    private struct Sum {
        var cost: Int64 = 0
        var requests: Int32 = 0
    }

    private var sums: [Sum] = []

    /// Nobody yet.
    init() {}

    /// Adds a period's costs, or takes them away.
    ///
    /// While parts are taken away a sum may be anything; the last one is right.
    mutating func add(_ entries: [Entry], isTakenAway: Bool) {
        guard let last = entries.max(by: { $0.user < $1.user }) else { return }
        if sums.count <= last.user {
            sums.append(contentsOf: repeatElement(Sum(), count: Int(last.user) + 1 - sums.count))
        }
        if isTakenAway {
            for entry in entries {
                sums[Int(entry.user)].cost &-= entry.cost
                sums[Int(entry.user)].requests &-= entry.requests
            }
        } else {
            for entry in entries {
                sums[Int(entry.user)].cost &+= entry.cost
                sums[Int(entry.user)].requests &+= entry.requests
            }
        }
    }

    /// The users with the highest cost, the dearest first, those of equal cost by name; `limit` of those that have calls.
    func dearest(_ limit: Int, _ names: borrowing UserNames) -> [Int] {
        var dearest: [Int] = []
        var least = Int64.min
        for (user, sum) in sums.enumerated() where sum.requests != 0 {
            if dearest.count == limit, sum.cost < least { continue }
            let place = place(of: user, in: dearest, names)
            guard place < limit else { continue }
            dearest.insert(user, at: place)
            if dearest.count > limit { dearest.removeLast() }
            if dearest.count == limit, let last = dearest.last { least = sums[last].cost }
        }
        return dearest
    }

    /// Where `user` belongs among those that are ranked.
    private func place(of user: Int, in ranked: [Int], _ names: borrowing UserNames) -> Int {
        var (low, high) = (0, ranked.count)
        while low < high {
            let middle = (low + high) / 2
            let (a, b) = (sums[ranked[middle]].cost, sums[user].cost)
            if a > b || (a == b && names.areInOrder(ranked[middle], user)) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
