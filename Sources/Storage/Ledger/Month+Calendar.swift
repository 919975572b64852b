package import Budgets

extension Month {
    /// The month that `microseconds` since 1970 fall into, UTC; nil outside the years 1970…9999.
    package init?(containing microseconds: Int64) { self.init(of: CivilDay(containing: microseconds)) }

    /// The month of a day; nil outside the years 1970…9999.
    package init?(of day: CivilDay) { self.init(year: Int(day.year), month: Int(day.month)) }

    /// Its first day.
    package var firstDay: CivilDay { CivilDay(year: Int64(year), month: Int64(month), day: 1) }

    /// Microseconds since 1970 at its start, UTC.
    package var startMicroseconds: Int64 { firstDay.startMicroseconds }

    /// Microseconds since 1970 at its end, exclusive.
    package var endMicroseconds: Int64 { firstDay.firstOfNextMonth.startMicroseconds }

    /// The month before; nil before 1970.
    package var previous: Month? { month == 1 ? Month(year: year - 1, month: 12) : Month(year: year, month: month - 1) }

    /// The month after; nil after 9999.
    package var next: Month? { month == 12 ? Month(year: year + 1, month: 1) : Month(year: year, month: month + 1) }
}
