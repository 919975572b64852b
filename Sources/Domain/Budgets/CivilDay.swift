/// A day of the proleptic Gregorian calendar, after Howard Hinnant's "chrono-compatible low-level date algorithms".
///
/// The one calendar of this package's layers; days are those of UTC unless a zone's offset was added before.
package struct CivilDay: Hashable, Sendable {
    package var year: Int64
    /// The month's number, 1…12.
    package var month: Int64
    /// The day of the month, from 1.
    package var day: Int64

    /// The day of these numbers, as they stand; ``exists`` says whether there is one.
    package init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day `days` after 1970-01-01.
    package init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The day in UTC of a moment, in microseconds since 1970.
    package init(containing microseconds: Int64) {
        self.init(daysSince1970: microseconds.flooredQuotient(Self.microseconds))
    }

    /// Microseconds in a day, as Unix time counts it.
    package static let microseconds: Int64 = 86_400_000_000

    /// Whether the calendar has this day.
    package var exists: Bool { (1...12).contains(month) && CivilDay(daysSince1970: daysSince1970) == self }

    /// Microseconds since 1970 at its start in UTC.
    package var startMicroseconds: Int64 { daysSince1970 * Self.microseconds }

    /// Days since 1970-01-01.
    package var daysSince1970: Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The first of the month after this day's.
    package var firstOfNextMonth: CivilDay {
        month == 12 ? CivilDay(year: year + 1, month: 1, day: 1) : CivilDay(year: year, month: month + 1, day: 1)
    }

    /// `2026-11`.
    package var monthText: String { "\(Self.padded(year, 4))-\(Self.padded(month, 2))" }

    /// `2026-11-25`.
    package var text: String { "\(monthText)-\(Self.padded(day, 2))" }

    /// Decimal digits with zeros in front.
    package static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Int64 {
    /// The quotient, rounded down.
    package func flooredQuotient(_ divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
