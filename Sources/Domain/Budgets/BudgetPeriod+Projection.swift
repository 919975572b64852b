public import Money

extension BudgetPeriod {
    /// What will have been spent at the window's end if it goes on as until `at`: the spend divided by the elapsed share
    /// of the window, of which at least a day (or the whole, if shorter) is taken as elapsed.
    ///
    /// Nil for a window without an end.
    public func projected(_ spent: NanoUSD, at: Int64) -> NanoUSD? {
        guard isBounded else { return nil }
        let length = end - start
        let elapsed = min(max(at - start, min(length, 86_400_000_000)), length)
        let product = Int128(spent.rawValue) * Int128(length)
        return NanoUSD(rawValue: Int64(clamping: product / Int128(elapsed)))
    }
}
