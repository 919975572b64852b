import Budgets
import Ledger
import Money

/// What a month will have cost at its end if it goes on as it began (CONTRACTS.md "Admin API").
struct Projection {
    /// How long the month is.
    private let length: Int64
    /// How much of it is over, at least a day; all of it for a month that is not the running one.
    private let elapsed: Int64

    /// The projection of `month` as of `now`, microseconds since 1970.
    init(month: Month, now: Int64) {
        let start = month.startMicroseconds
        length = month.endMicroseconds - start
        let isRunning = now >= start && now < month.endMicroseconds
        elapsed = isRunning ? max(now - start, CivilDay.microseconds) : length
    }

    /// `cost` / elapsed share, rounded half-even to a nano-dollar.
    func projected(_ cost: NanoUSD) -> NanoUSD {
        let product = Int128(cost.rawValue) * Int128(length)
        var (quotient, remainder) = product.magnitude.quotientAndRemainder(dividingBy: elapsed.magnitude128)
        let twice = remainder * 2
        if twice > elapsed.magnitude128 || (twice == elapsed.magnitude128 && quotient % 2 == 1) { quotient += 1 }
        let limited = Int64(clamping: quotient)
        return NanoUSD(rawValue: product < 0 ? -limited : limited)
    }
}

extension Int64 {
    /// The magnitude, wide.
    fileprivate var magnitude128: UInt128 { UInt128(magnitude) }
}
