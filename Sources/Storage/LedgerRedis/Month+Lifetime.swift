import Budgets
import Ledger

extension Month {
    private static let secondsADay: Int64 = 86_400

    /// When the shared store forgets the month: 35 days after its end, seconds since 1970.
    var expiry: Int64 { (next.map { $0.start } ?? start) + 35 * Self.secondsADay }

    /// Its first second since 1970, UTC.
    var start: Int64 { firstDay.daysSince1970 * Self.secondsADay }

    /// The month of a moment, seconds since 1970, UTC.
    static func containing(_ second: Int64) -> Month? {
        Month(of: CivilDay(daysSince1970: second.flooredQuotient(secondsADay)))
    }

    /// The first month that the shared store still keeps at a moment, seconds since 1970.
    static func firstKept(at second: Int64) -> Month? {
        guard var first = containing(second) else { return nil }
        while let earlier = first.previous, earlier.expiry > second { first = earlier }
        return first
    }
}
