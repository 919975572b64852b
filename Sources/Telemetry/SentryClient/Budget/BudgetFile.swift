import FoundationEssentials
import SentryProtocol

/// The budget's counts on disk, so that a restart does not forget them.
struct BudgetFile {
    private let path: String

    init(directory: String) { path = directory + "/budget.json" }

    /// What was kept; nothing where there is no file, or where it cannot be read.
    func read() -> MonthlyBudget.State {
        var state = MonthlyBudget.State()
        guard let data = try? Data(contentsOf: URL(filePath: path)), let value = SentryValue(json: data) else {
            return state
        }
        func number(_ name: String) -> Int {
            guard case .integer(let number)? = value[name], number >= 0 else { return 0 }
            return Int(number)
        }
        state.month = value["month"]?.text ?? ""
        state.events = number("events")
        state.transactions = number("transactions")
        state.heldEvents = number("held_events")
        state.heldTransactions = number("held_transactions")
        if case .array(let fingerprints)? = value["fingerprints"] {
            state.fingerprints = fingerprints.suffix(MonthlyBudget.maximumFingerprints).compactMap {
                $0.text.flatMap { UInt64($0, radix: 16) }
            }
        }
        return state
    }

    /// Keeps the counts; false where the disk does not take them.
    func write(_ state: MonthlyBudget.State) -> Bool {
        let value: SentryValue = [
            "month": .string(state.month), "events": .integer(Int64(state.events)),
            "transactions": .integer(Int64(state.transactions)), "held_events": .integer(Int64(state.heldEvents)),
            "held_transactions": .integer(Int64(state.heldTransactions)),
            "fingerprints": .array(state.fingerprints.map { .string(String($0, radix: 16)) }),
        ]
        return WholeFile.write(value.json, to: path)
    }
}
