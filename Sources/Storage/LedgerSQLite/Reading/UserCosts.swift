import Budgets
import GRDB
import Ledger
import Synchronization
import Usage

/// The dearest users of any hours: ranked by their costs, which are kept in memory by the hour, day and month, then summed from
/// the roll-ups, the dearest only.
///
/// A period's costs are read when they are first asked for, and good as long as the number of calls in it is what it was: rows
/// are only ever added, also late ones. So ten thousand users over months are ranked in a few milliseconds, and a hundred
/// thousand in some tens.
///
/// One question at a time: they share the names.
final class UserCosts: Sendable {
    /// Entries of all periods together beyond which those used longest ago go: 40 MB.
    private static let mostEntries = 2_500_000
    /// Names beyond which all are forgotten after a question.
    private static let mostNames = 300_000

    /// An hour, a day or a month, added or taken away.
    private struct Part {
        let rows: UserRows
        let number: Int
        /// Calls in it.
        let requests: Int64
        let isTakenAway: Bool

        var period: Period { Period(rows: rows, number: number) }
    }

    private struct Period: Hashable {
        let rows: UserRows
        let number: Int
    }

    private struct Column {
        /// Calls in it when it was read.
        let requests: Int64
        let entries: [UserRanking.Entry]
        var lastUse: Int
    }

    private struct State {
        var names = UserNames()
        var columns: [Period: Column] = [:]
        var entries = 0
        var uses = 0
        var isWarm = false

        /// The costs of a period as the database has them now.
        mutating func costs(_ db: Database, of part: Part) throws -> [UserRanking.Entry] {
            if let column = columns[part.period], column.requests == part.requests {
                columns[part.period]?.lastUse = uses
                return column.entries
            }
            var entries: [UserRanking.Entry] = []
            try part.rows.costs(db, part.number) { name, cost, requests in
                entries.append(
                    UserRanking.Entry(
                        user: Int32(names.number(name)), requests: Int32(truncatingIfNeeded: requests), cost: cost))
            }
            self.entries += entries.count - (columns[part.period]?.entries.count ?? 0)
            columns[part.period] = Column(requests: part.requests, entries: entries, lastUse: uses)
            return entries
        }

        /// Lets go of what is too much.
        mutating func trim() {
            if names.count > UserCosts.mostNames {
                // Not warmed up again: it would be too much again.
                let wasWarm = isWarm
                self = State()
                isWarm = wasWarm
            }
            guard entries > UserCosts.mostEntries else { return }
            for (period, column) in columns.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
                guard entries > UserCosts.mostEntries else { return }
                entries -= column.entries.count
                columns[period] = nil
            }
        }
    }

    private let state = Mutex(State())

    /// The dearest users of `span`, and whether there are more than `limit`.
    func dearest(
        _ db: Database, _ span: HourSpan, newest: Int?, limit: Int
    ) throws -> (users: [(user: UserID, totals: UsageTotals)], hasMore: Bool) {
        // The running month changes all the time, and would be read anew for each question; to look a few users up in
        // it is quicker than in its days.
        let ranked = try Self.parts(db, PeriodPieces(span, newest: newest, months: .over))
        let summed = try Self.parts(db, PeriodPieces(span, newest: newest, months: .all))
        return try state.withLock { state throws in
            defer { state.trim() }
            state.uses += 1
            var ranking = UserRanking()
            for part in ranked { ranking.add(try state.costs(db, of: part), isTakenAway: part.isTakenAway) }
            let dearest = ranking.dearest(limit + 1, state.names)
            var sums = UserSums(of: dearest.prefix(limit), state.names)
            for part in summed {
                let all = state.columns[part.period]?.entries.count ?? state.names.count
                try sums.add(db, part.rows, part.number, users: all, isTakenAway: part.isTakenAway)
            }
            return (sums.totals.map { (UserID(rawValue: state.names[$0.user]), $0.totals) }, dearest.count > limit)
        }
    }

    private static func parts(_ db: Database, _ pieces: PeriodPieces) throws -> [Part] {
        try [(UserRows.hours, pieces.hours), (.days, pieces.days), (.months, pieces.months)].flatMap { rows, pieces in
            try pieces.flatMap { piece in
                try rows.requests(db, piece.from..<piece.to).map {
                    Part(rows: rows, number: $0.number, requests: $0.requests, isTakenAway: piece.isTakenAway)
                }
            }
        }
    }

    /// Reads the newest two months' days and half a year's months in the background, the first time that somebody asks for
    /// anything.
    func warmUp(_ pool: DatabasePool) {
        let isFirst = state.withLock { state in
            defer { state.isWarm = true }
            return !state.isWarm
        }
        guard isFirst else { return }
        // Not part of any question: nobody waits for it, each period is a short read, and a ledger that is closed
        // meanwhile ends it.
        Task.detached(priority: .background) { [self] in
            let day = try? await pool.read { db in try Int.fetchOne(db, sql: "SELECT max(day) FROM user_days") }
            guard let day else { return }
            let month = CivilDay(number: day).monthNumber
            let periods = (1...62).map { (UserRows.days, day - $0) } + (1...6).map { (.months, month - $0) }
            for (rows, number) in periods {
                let hasRoom = try? await pool.read { db in try self.warmUp(db, rows, number) }
                guard hasRoom == true else { return }
            }
        }
    }

    /// Reads one period; false when there is no room for more.
    private func warmUp(_ db: Database, _ rows: UserRows, _ number: Int) throws -> Bool {
        guard let found = try rows.requests(db, number..<number + 1).first else { return true }
        let part = Part(rows: rows, number: number, requests: found.requests, isTakenAway: false)
        return try state.withLock { state throws in
            _ = try state.costs(db, of: part)
            defer { state.trim() }
            return state.entries < Self.mostEntries && state.names.count < Self.mostNames
        }
    }
}
