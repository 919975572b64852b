/// Finds the window that a moment belongs to, in one time zone.
///
/// A day begins where its date begins on the zone's clocks, for good: where clocks go back over midnight, at the second
/// midnight; where they skip midnight, at the skip. So windows neither overlap nor leave a gap, whatever the zone does,
/// and a day may have 23, 24, 25 or another number of hours. Moments are microseconds since 1970.
public struct BudgetCalendar: Sendable {
    private let zone: any ZoneOffsets

    private static let day: Int64 = 86_400
    private static let micro: Int64 = 1_000_000
    /// No zone is further from UTC; a change of its rules shows within this many seconds of a local midnight.
    private static let reach: Int64 = 26 * 3600

    /// The calendar of `zone`.
    public init(zone: any ZoneOffsets) { self.zone = zone }

    /// The window of the kind `window` that `instant` lies in.
    public func period(_ window: BudgetWindow, containing instant: Int64) -> BudgetPeriod {
        switch window {
        case .total: return .total
        case .hour: return hour(containing: instant.flooredQuotient(Self.micro))
        case .day:
            let day = localDay(of: instant)
            return period(CivilDay(daysSince1970: day).text, from: day, to: day + 1)
        case .week:
            let day = localDay(of: instant)
            let monday = day - (day + 3).flooredRemainder(7)
            return period(Self.weekName(monday: monday), from: monday, to: monday + 7)
        case .month:
            var first = CivilDay(daysSince1970: localDay(of: instant))
            first.day = 1
            return period(
                first.monthText, from: first.daysSince1970, to: first.firstOfNextMonth.daysSince1970)
        }
    }

    private func period(_ name: String, from first: Int64, to next: Int64) -> BudgetPeriod {
        BudgetPeriod(name: name, start: start(ofDay: first) * Self.micro, end: start(ofDay: next) * Self.micro)
    }

    /// The local day, in days since 1970, whose span has `instant`.
    private func localDay(of instant: Int64) -> Int64 {
        let second = instant.flooredQuotient(Self.micro)
        var day = (second + zone.offset(at: second)).flooredQuotient(Self.day)
        while second < start(ofDay: day) { day -= 1 }
        while second >= start(ofDay: day + 1) { day += 1 }
        return day
    }

    /// The second since 1970 at which a local day begins.
    private func start(ofDay day: Int64) -> Int64 {
        let midnight = day * Self.day
        let before = zone.offset(at: midnight - Self.reach)
        let after = zone.offset(at: midnight + Self.reach)
        guard before != after else { return midnight - before }
        let change = change(from: midnight - Self.reach, to: midnight + Self.reach)
        if midnight - before < change { return midnight - before }
        return max(change, midnight - after)
    }

    /// The first second with another offset than `low` has; `high` has another one.
    private func change(from low: Int64, to high: Int64) -> Int64 {
        let offset = zone.offset(at: low)
        var (low, high) = (low, high)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if zone.offset(at: middle) == offset { low = middle } else { high = middle }
        }
        return high
    }

    /// The clock's hour: cut where the zone changes within it, and named with its offset, so that the hour that comes
    /// twice in autumn is two.
    private func hour(containing second: Int64) -> BudgetPeriod {
        let offset = zone.offset(at: second)
        let local = second + offset
        var start = second - local.flooredRemainder(3600)
        var end = start + 3600
        if zone.offset(at: start) != offset { start = change(from: start, to: second) }
        if zone.offset(at: end - 1) != offset { end = change(from: second, to: end - 1) }
        let date = CivilDay(daysSince1970: local.flooredQuotient(Self.day))
        let clock = CivilDay.padded(local.flooredRemainder(Self.day) / 3600, 2)
        return BudgetPeriod(
            name: "\(date.text)T\(clock)\(Self.offsetName(offset))", start: start * Self.micro, end: end * Self.micro)
    }

    /// `Z`, `+05:30`.
    private static func offsetName(_ seconds: Int64) -> String {
        guard seconds != 0 else { return "Z" }
        let minutes = abs(seconds) / 60
        return (seconds < 0 ? "-" : "+") + CivilDay.padded(minutes / 60, 2) + ":" + CivilDay.padded(minutes % 60, 2)
    }

    /// ISO 8601: the week's year is that of its Thursday.
    private static func weekName(monday: Int64) -> String {
        let year = CivilDay(daysSince1970: monday + 3).year
        let newYear = CivilDay(year: year, month: 1, day: 1).daysSince1970
        return "\(CivilDay.padded(year, 4))-W\(CivilDay.padded((monday + 3 - newYear) / 7 + 1, 2))"
    }
}

extension Int64 {
    /// The remainder of the quotient rounded down; never below 0.
    fileprivate func flooredRemainder(_ divisor: Int64) -> Int64 { self - flooredQuotient(divisor) * divisor }
}
