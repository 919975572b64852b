import Budgets
import Ledger

/// How the roll-ups name months and days: a number in a column.
extension Month {
    /// Months since the year 0.
    var number: Int { year * 12 + month - 1 }

    /// The month that is `number` months after the year 0; nil outside the years 1970…9999.
    init?(number: Int) {
        guard number >= 0 else { return nil }
        self.init(year: number / 12, month: number % 12 + 1)
    }

    /// Days from 1970-01-01 to its first.
    var firstDayNumber: Int { Int(firstDay.daysSince1970) }
}

extension CivilDay {
    /// The day `number` days after 1970-01-01.
    init(number: Int) { self.init(daysSince1970: Int64(number)) }

    /// Days from 1970-01-01 to the day of a moment, in microseconds since 1970.
    static func number(ofMicroseconds microseconds: Int64) -> Int {
        Int(microseconds.flooredQuotient(CivilDay.microseconds))
    }

    /// Months since the year 0.
    var monthNumber: Int { Int(year * 12 + month - 1) }
}
