extension NanoUSD {
    /// The amount that plain decimal text names, such as `12.5` or `-0.000000001`.
    ///
    /// Nil when the text is not plain decimal (no exponent), has more than 9 places that matter, or is beyond the
    /// range: an amount that a person configures is taken exactly or not at all.
    public init?(decimal text: some StringProtocol) {
        guard let number = DecimalText(text.utf8, allowsExponent: false), number.isWhole(places: 9),
            let nanos = number.scaled(by: 1, places: 9), let value = Int64(exactly: nanos)
        else { return nil }
        self.init(rawValue: value)
    }
}
