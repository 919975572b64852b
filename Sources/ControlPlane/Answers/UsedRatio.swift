import Money

/// The share of a limit that was spent, in plain decimal to a millionth, cut off.
enum UsedRatio {
    /// The share; nil where there is no limit.
    static func text(_ spent: NanoUSD, of limit: NanoUSD?) -> String? {
        guard let limit, limit > .zero else { return nil }
        let millionths = Int128(spent.rawValue) * 1_000_000 / Int128(limit.rawValue)
        return NanoUSD(rawValue: Int64(clamping: millionths * 1000)).description
    }
}
