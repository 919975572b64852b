import Ledger

/// A day of the proleptic Gregorian calendar, UTC, without Foundation.
///
/// After Howard Hinnant's "chrono-compatible low-level date algorithms".
struct CivilDate: Hashable {
    let year: Int
    let month: Int
    let day: Int

    /// The date `days` after 1970-01-01.
    init(daysSince1970 days: Int) {
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

    /// The day of a moment, in microseconds since 1970.
    static func day(ofMicroseconds microseconds: Int64) -> Int {
        let day: Int64 = 86_400_000_000
        return Int(microseconds >= 0 ? microseconds / day : (microseconds - day + 1) / day)
    }

    /// Days from 1970-01-01 to the first of `month`.
    static func firstDay(of month: Month) -> Int {
        let year = month.month <= 2 ? month.year - 1 : month.year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month.month > 2 ? month.month - 3 : month.month + 9) + 2) / 5
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Months since the year 0, of a month.
    static func number(of month: Month) -> Int { month.year * 12 + month.month - 1 }

    /// The month that is `number` months after the year 0.
    static func month(number: Int) -> Month? {
        guard number >= 0 else { return nil }
        let year = number / 12
        return Month(year: year, month: number - year * 12 + 1)
    }

    /// Months since the year 0.
    var monthNumber: Int { year * 12 + month - 1 }

    /// The day as `YYYY-MM-DD`.
    var text: String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
