import Budgets
import Ledger

/// Rows of roll-ups, by the hour, day or month, whose sums added and taken away make those of some hours.
///
/// Of a day or month that is cut, either the part inside is added, or the whole is added and the part outside taken
/// away: whichever reads less. What lies after the newest hour of the ledger is not there and costs nothing, so that
/// "the last 30 days" reads a month and the half of another at most.
struct PeriodPieces: Equatable {
    struct Piece: Hashable {
        /// `from` inclusive, `to` exclusive; in hours, days or months.
        var from: Int
        var to: Int
        var isTakenAway = false
    }

    private(set) var hours: [Piece] = []
    private(set) var days: [Piece] = []
    private(set) var months: [Piece] = []

    /// The months that count as units.
    enum Months {
        case none
        /// Those that are over.
        case over
        case all
    }

    /// Covers `span`.
    ///
    /// - Parameters:
    ///   - newest: the ledger's last hour; nil where it has none.
    ///   - months: which months there are sums of.
    init(_ span: HourSpan, newest: Int?, months which: Months = .none) {
        guard let newest, span.first <= newest else { return }
        let whole = Piece(from: span.first, to: min(span.end, newest + 1))
        (hours, days) = Self.cut(whole, newest: newest) { hour in
            let day = Self.floor(hour, 24)
            return (day, day * 24, day * 24 + 24)
        }
        guard which != .none else { return }
        let wholeDays = days
        days = []
        for run in wholeDays {
            let (rest, found) = Self.cut(run, newest: Self.floor(newest, 24)) { day in
                let month = CivilDay(number: day).monthNumber
                guard let this = Month(number: month), let next = Month(number: month + 1),
                    which == .all || next.firstDayNumber * 24 <= newest
                else { return nil }
                return (month, this.firstDayNumber, next.firstDayNumber)
            }
            months += found
            days += rest
        }
    }

    /// Covers `span` by larger units, and by smaller ones where that reads less.
    ///
    /// - Parameter unit: the larger unit that a smaller one is in, its start and its end; nil = there is none.
    private static func cut(
        _ span: Piece, newest: Int, _ unit: (Int) -> (number: Int, start: Int, end: Int)?
    ) -> (small: [Piece], large: [Piece]) {
        var small: [Piece] = []
        var large: [Piece] = []
        var from = span.from
        while from < span.to {
            guard let (number, start, end) = unit(from) else {
                small.append(Piece(from: from, to: span.to))
                break
            }
            let to = min(span.to, end)
            let last = max(to, min(end, newest + 1))
            if from - start + last - to < to - from {
                if start < from { small.append(Piece(from: start, to: from, isTakenAway: true)) }
                if to < last { small.append(Piece(from: to, to: last, isTakenAway: true)) }
                if large.last?.to == number {
                    large[large.count - 1].to = number + 1
                } else {
                    large.append(Piece(from: number, to: number + 1))
                }
            } else {
                small.append(Piece(from: from, to: to))
            }
            from = to
        }
        return (small, large)
    }

    /// The quotient, rounded down.
    static func floor(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }
}
