import Ledger

/// One event loop's way into a ``SQLiteLedger``.
final class SQLiteLane: LedgerLane {
    private let queue: LaneQueue
    private let writer: Writer
    private let store: HoldStore
    private let synchronous: Bool
    private var segments: [HoldSegment] = []
    private var free: [HoldSlot] = []
    /// Monotonic nanoseconds before which the disk, which refused another segment, is left alone.
    private var nextGrowth: UInt64 = 0

    /// A lane with room for the first holds, if the disk has it.
    init(queue: LaneQueue, writer: Writer, store: HoldStore, synchronous: Bool) {
        self.queue = queue
        self.writer = writer
        self.store = store
        self.synchronous = synchronous
        grow()
    }

    func open(_ hold: borrowing Hold) -> HoldSlot? {
        if free.isEmpty { queue.takeReleased(into: &free) }
        if free.isEmpty { grow() }
        guard let slot = free.popLast() else { return nil }
        let address = HoldAddress(slot)
        let segment = segments[address.segment]
        segment.write(hold.record, to: address.slot)
        if synchronous, !segment.synchronize(address.slot) {
            release(slot)
            return nil
        }
        return slot
    }

    func release(_ slot: HoldSlot) {
        let address = HoldAddress(slot)
        segments[address.segment].clear(address.slot)
        free.append(slot)
    }

    func settle(_ record: consuming UsageRecord, releasing slot: HoldSlot?) {
        queue.append(record, slot: slot)
        writer.wake()
    }

    func journal(_ record: borrowing UsageRecord) -> Bool {
        // Against the death of the process only: the row is with the writer already, which waits for the disk. A lane's
        // thread must not, least of all for one that has just been too slow.
        let written = writer.journal.append(record, waits: false)
        writer.wake()
        return written
    }

    /// Adds a segment, unless the disk refuses; then `open` returns nil for a second, before it tries again.
    private func grow() {
        let now = writer.clock.monotonic()
        guard now >= nextGrowth else { return }
        guard let segment = try? store.take() else {
            nextGrowth = now + 1_000_000_000
            return
        }
        queue.add(segment)
        let number = segments.count
        segments.append(segment)
        // The last is used first: the same few pages stay in the caches.
        free.append(contentsOf: (0..<segment.slots).reversed().map { HoldAddress(segment: number, slot: $0).name })
    }
}
