import Ledger
import Synchronization

/// A lane of an ``InMemoryLedger``.
final class InMemoryLane: LedgerLane {
    private let ledger: InMemoryLedger
    private let number: Int

    init(ledger: InMemoryLedger, number: Int) {
        self.ledger = ledger
        self.number = number
    }

    func open(_ hold: borrowing Hold) -> HoldSlot? {
        let record = hold.record
        return ledger.state.withLock { state in
            let slot = HoldSlot(rawValue: state.nextSlot)
            state.nextSlot += 1
            state.holds[slot] = record
            return slot
        }
    }

    func release(_ slot: HoldSlot) { ledger.state.withLock { $0.holds[slot] = nil } }

    func settle(_ record: consuming UsageRecord, releasing slot: HoldSlot?) {
        let row = InMemoryLedger.Queued(record: record, slot: slot, lane: number)
        ledger.state.withLock { $0.queue.append(row) }
        ledger.settled()
    }

    func journal(_ record: borrowing UsageRecord) -> Bool {
        let record = copy record
        return ledger.state.withLock { state in
            guard state.failure?.result != .failed else { return false }
            state.journal.append(record)
            return true
        }
    }
}
