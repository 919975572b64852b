import Ledger

extension Month {
    private static let secondsADay: Int64 = 86_400

    /// When the shared store forgets the month: 35 days after its end, seconds since 1970.
    var expiry: Int64 { (next.map { $0.start } ?? start) + 35 * Self.secondsADay }

    /// The month after; nil after the year 9999.
    var next: Month? { month == 12 ? Month(year: year + 1, month: 1) : Month(year: year, month: month + 1) }

    /// The month before; nil before 1970.
    var previous: Month? { month == 1 ? Month(year: year - 1, month: 12) : Month(year: year, month: month - 1) }

    /// Its first second since 1970, UTC; after Howard Hinnant's "chrono-compatible low-level date algorithms".
    var start: Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * Int64(month > 2 ? month - 3 : month + 9) + 2) / 5
        let days = shifted / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return days * Self.secondsADay
    }

    /// The month of a moment, seconds since 1970, UTC.
    static func containing(_ second: Int64) -> Month? {
        // A year has at most 366 days: a guess that is never too late, then month by month.
        var found = Month(year: max(1970, 1970 + Int(second / (366 * secondsADay))), month: 1)
        while let month = found, let next = month.next, next.start <= second { found = next }
        return found
    }

    /// The first month that the shared store still keeps at a moment, seconds since 1970.
    static func firstKept(at second: Int64) -> Month? {
        guard var first = containing(second) else { return nil }
        while let earlier = first.previous, earlier.expiry > second { first = earlier }
        return first
    }
}
