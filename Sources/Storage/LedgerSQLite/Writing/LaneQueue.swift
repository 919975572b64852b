import Ledger
import Synchronization

/// A row on its way into the database, and the hold that its commit releases.
struct SettledRow: Sendable {
    var record: UsageRecord
    var slot: HoldSlot?
}

/// What a lane and the writer share.
final class LaneQueue: Sendable {
    private struct State {
        var rows: [SettledRow] = []
        /// Monotonic nanoseconds at which the first of `rows` came.
        var oldest: UInt64 = 0
        var segments: [HoldSegment] = []
        var released: [HoldSlot] = []
    }

    private let state = Mutex(State())
    private let clock: LedgerClock
    /// Called on the writer's thread.
    let outcome: @Sendable (SettledBatch) -> Void

    /// An empty queue.
    init(clock: LedgerClock, outcome: @escaping @Sendable (SettledBatch) -> Void) {
        self.clock = clock
        self.outcome = outcome
    }

    /// The lane's side: adds a row.
    func append(_ record: consuming UsageRecord, slot: HoldSlot?) {
        let row = SettledRow(record: record, slot: slot)
        state.withLock { state in
            if state.rows.isEmpty { state.oldest = clock.monotonic() }
            state.rows.append(row)
        }
    }

    /// The lane's side: tells the writer where holds are kept.
    func add(_ segment: HoldSegment) { state.withLock { $0.segments.append(segment) } }

    /// The lane's side: the slots that commits have emptied since the last time, moved into `free`.
    func takeReleased(into free: inout [HoldSlot]) {
        let released = state.withLock { state in
            let released = state.released
            state.released.removeAll(keepingCapacity: true)
            return released
        }
        free.append(contentsOf: released)
    }

    /// The writer's side: all rows, in exchange for the empty array `rows`; nil when there are none.
    func take(_ rows: inout [SettledRow]) -> UInt64? {
        state.withLock { state in
            guard !state.rows.isEmpty else { return nil }
            swap(&state.rows, &rows)
            return state.oldest
        }
    }

    /// The writer's side: empties the slots of rows that are safe.
    func release(_ slots: [HoldSlot]) {
        guard !slots.isEmpty else { return }
        state.withLock { state in
            for slot in slots {
                let address = HoldAddress(slot)
                guard state.segments.indices.contains(address.segment) else { continue }
                state.segments[address.segment].clear(address.slot)
            }
            state.released.append(contentsOf: slots)
        }
    }

    /// Rows that the writer has not taken.
    var count: Int { state.withLock { $0.rows.count } }

    /// When the oldest row came that the writer has not taken; nil when there is none.
    var oldest: UInt64? { state.withLock { $0.rows.isEmpty ? nil : $0.oldest } }
}
