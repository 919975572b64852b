import GRDB
import Ledger
import Synchronization
import Usage

/// The users of a stretch of time, by what they cost: roll-ups, and in memory the sums of each seven days that are over.
///
/// Any stretch is a few of these blocks, some days and hours at its ends, and whole months, so that ten thousand users over
/// years are added up in tens of milliseconds. A block is made of the database when it is first asked for, and good as
/// long as the number of calls in its days is what it was: rows are only ever added, also late ones.
///
/// One question at a time: they share the names.
final class UserBlocks: Sendable {
    /// Days of a block.
    static let days = 7
    /// Sums that blocks have together, and names, beyond which the blocks used longest ago go: some 30 MB at most.
    fileprivate static let mostEntries = 300_000

    fileprivate struct Block {
        /// Calls in its days when it was made.
        var requests: Int64
        var entries: [(user: Int32, totals: UsageTotals)]
        var lastUse: Int
    }

    fileprivate struct State {
        var names = UserNames()
        var blocks: [Int: Block] = [:]
        var uses = 0
        var isWarm = false
    }

    private let state = Mutex(State())

    /// The dearest users of `pieces`, and whether there are more than `limit`.
    func dearest(
        _ db: Database, _ pieces: PeriodPieces, limit: Int
    ) throws -> (users: [(user: UserID, totals: UsageTotals)], hasMore: Bool) {
        try state.withLock { state throws in
            defer { state.trim() }
            var sums = UserSums()
            for (rows, pieces) in [
                (UserRows.hours, pieces.hours), (.days, pieces.days), (.months, pieces.months),
            ] {
                for piece in pieces { try sums.add(db, rows, piece, &state.names) }
            }
            for piece in pieces.blocks {
                try state.load(db, piece.from..<piece.to)
                for number in piece.from..<piece.to {
                    for (user, totals) in state.blocks[number]?.entries ?? [] {
                        sums.add(totals, to: Int(user), isTakenAway: piece.isTakenAway)
                    }
                }
            }
            let found = sums.dearest(limit + 1, state.names)
            return (
                found.prefix(limit).map { (UserID(rawValue: state.names[$0]), sums[$0]) }, found.count > limit
            )
        }
    }

    /// Makes the newest half year's blocks in the background, the first time that somebody asks for anything.
    func warmUp(_ pool: DatabasePool) {
        let isFirst = state.withLock { state in
            defer { state.isWarm = true }
            return !state.isWarm
        }
        guard isFirst else { return }
        // Not part of any question: nobody waits for it, each block is a short read, and a ledger that is closed
        // meanwhile ends it.
        Task.detached(priority: .background) { [self] in
            let day = try? await pool.read { db in try Int.fetchOne(db, sql: "SELECT max(day) FROM user_days") }
            guard let day else { return }
            let newest = PeriodPieces.floor(day, Self.days)
            for number in (newest - 26..<newest).reversed() {
                let isRead: Void? = try? await pool.read { db in
                    try self.state.withLock { state throws in try state.load(db, number..<number + 1) }
                }
                guard isRead != nil else { return }
            }
            self.state.withLock { $0.trim() }
        }
    }
}

extension UserBlocks.State {
    /// Sees to it that the blocks are there as the database has them now.
    fileprivate mutating func load(_ db: Database, _ range: Range<Int>) throws {
        uses += 1
        let days = UserBlocks.days
        var requests: [Int: Int64] = [:]
        let counts = try Row.fetchCursor(
            db, sql: "SELECT day, sum(requests) FROM day_totals WHERE day >= ? AND day < ? GROUP BY day",
            arguments: [range.lowerBound * days, range.upperBound * days])
        while let row = try counts.next() {
            let (day, count): (Int, Int64) = (row[0], row[1])
            requests[PeriodPieces.floor(day, days), default: 0] += count
        }
        for number in range {
            let requests = requests[number] ?? 0
            if blocks[number]?.requests == requests {
                blocks[number]?.lastUse = uses
                continue
            }
            var sums = UserSums()
            try sums.add(db, .days, PeriodPieces.Piece(from: number * days, to: number * days + days), &names)
            blocks[number] = UserBlocks.Block(requests: requests, entries: sums.entries, lastUse: uses)
        }
    }

    /// Lets go of what is too much.
    fileprivate mutating func trim() {
        if names.count > UserBlocks.mostEntries {
            // Not warmed up again: it would be too much again.
            let wasWarm = isWarm
            self = .init()
            isWarm = wasWarm
        }
        var entries = blocks.values.reduce(0) { $0 + $1.entries.count }
        while entries > UserBlocks.mostEntries, let oldest = blocks.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            entries -= oldest.value.entries.count
            blocks[oldest.key] = nil
        }
    }
}
