import Ledger

/// A day of the proleptic Gregorian calendar, UTC.
///
/// Algorithms: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil, civil_from_days).
struct CivilDate: Equatable {
    var year: Int
    /// 1…12.
    var month: Int
    /// 1…31.
    var day: Int

    /// A day that is known to exist.
    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day number `days` after 1970-01-01.
    init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01.
    var daysSince1970: Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let shiftedMonth = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Microseconds since 1970 at its start.
    var startMicroseconds: Int64 { daysSince1970 * microsecondsPerDay }
}

/// Microseconds in a day of UTC as Unix time counts it.
let microsecondsPerDay: Int64 = 86_400_000_000

extension Month {
    /// The month that `microseconds` since 1970 fall into; nil outside the years 1970…9999.
    init?(containing microseconds: Int64) {
        guard microseconds >= 0 else { return nil }
        let date = CivilDate(daysSince1970: microseconds / microsecondsPerDay)
        self.init(year: date.year, month: date.month)
    }

    /// Microseconds since 1970 at its start.
    var startMicroseconds: Int64 { CivilDate(year: year, month: month, day: 1).startMicroseconds }

    /// Microseconds since 1970 at its end, exclusive.
    var endMicroseconds: Int64 {
        let next = month == 12 ? (year: year + 1, month: 1) : (year: year, month: month + 1)
        return CivilDate(year: next.year, month: next.month, day: 1).startMicroseconds
    }

    /// The month before; nil before 1970.
    var previous: Month? { month == 1 ? Month(year: year - 1, month: 12) : Month(year: year, month: month - 1) }

    /// The month after; nil after 9999.
    var next: Month? { month == 12 ? Month(year: year + 1, month: 1) : Month(year: year, month: month + 1) }
}
