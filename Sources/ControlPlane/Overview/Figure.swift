import Ledger
import Money

/// Numbers as a person reads them on the page.
enum Figure {
    /// `$1,234.57` from a dollar on, every place below: `$0.000125`.
    static func dollars(_ amount: NanoUSD) -> String {
        let magnitude = amount.rawValue.magnitude
        let sign = amount.rawValue < 0 ? "-" : ""
        guard magnitude >= 1_000_000_000 else {
            return "\(sign)$\(NanoUSD(rawValue: Int64(magnitude)))"
        }
        var (cents, rest) = magnitude.quotientAndRemainder(dividingBy: 10_000_000)
        if rest > 5_000_000 || (rest == 5_000_000 && cents % 2 == 1) { cents += 1 }
        rest = cents % 100
        return "\(sign)$\(grouped(cents / 100)).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// What some calls cost; where none of it has a price, that: an unknown price is never $0.
    static func cost(of totals: UsageTotals) -> String {
        totals.cost == .zero && totals.unpricedRequests > 0 ? "unpriced" : dollars(totals.cost)
    }

    /// `1,234,567`.
    static func count(_ value: Int64) -> String {
        (value < 0 ? "-" : "") + grouped(value.magnitude)
    }

    /// Errors in requests as a percentage with one place: `2.5 %`; a dash when there are no requests.
    static func errorRate(_ totals: UsageTotals) -> String {
        guard totals.requests > 0 else { return "–" }
        let perMille = (totals.errors * 2000 + totals.requests) / (totals.requests * 2)
        return "\(perMille / 10).\(perMille % 10) %"
    }

    private static func grouped(_ value: UInt64) -> String {
        var groups: [String] = []
        var rest = value
        while rest >= 1000 {
            groups.append(String(String(rest % 1000 + 1000).dropFirst()))
            rest /= 1000
        }
        return ([String(rest)] + groups.reversed()).joined(separator: ",")
    }
}
