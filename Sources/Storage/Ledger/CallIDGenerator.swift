import Synchronization

/// Makes ``CallID``s: strictly ascending, whatever the clock does; one for all threads.
///
/// The generator counts in 1/4096 ms. A clock that stands still or goes back only advances that count by one, so
/// that a sequence that overflows borrows from the next millisecond, and ids never repeat within a generator.
/// Two generators are kept apart by their node number.
public final class CallIDGenerator: Sendable {
    /// The node's number, 0…1023.
    public let node: Int

    /// Milliseconds since the epoch of the ids, times 4096, plus the sequence: of the last id made.
    private let last: Atomic<Int64>

    /// A generator for `node` (taken modulo 1024) whose ids come after `newest` in time.
    public init(node: Int, after newest: CallID? = nil) {
        self.node = node & 0x3FF
        last = Atomic(newest.map { ($0.rawValue >> 22) << 12 | $0.rawValue & 0xFFF } ?? 0)
    }

    /// The id of a call that began `microseconds` after 1970-01-01T00:00:00Z.
    public func next(at microseconds: Int64) -> CallID {
        let earliest = max(0, microseconds / 1000 - CallID.epochMilliseconds) << 12
        var seen = last.load(ordering: .relaxed)
        while true {
            let tick = max(earliest, seen + 1)
            let (exchanged, current) = last.weakCompareExchange(
                expected: seen, desired: tick, ordering: .relaxed)
            if exchanged {
                return CallID(rawValue: (tick >> 12) << 22 | Int64(node) << 12 | tick & 0xFFF)
            }
            seen = current
        }
    }
}

extension CallID {
    /// When the id was made, in microseconds since 1970, to the millisecond; ahead of the clock where the generator
    /// had to borrow.
    public var microseconds: Int64 { (rawValue >> 22 + Self.epochMilliseconds) * 1000 }

    /// The smallest id made at or after `microseconds` since 1970.
    public static func earliest(at microseconds: Int64) -> CallID {
        let milliseconds = max(0, microseconds / 1000 - epochMilliseconds)
        return CallID(rawValue: min(milliseconds, 1 << 41 - 1) << 22)
    }
}
