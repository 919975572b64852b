extension StringProtocol {
    /// The first `count` code points.
    ///
    /// A count of letters bounds nothing: one may have any number of marks on it.
    func firstCodePoints(_ count: Int) -> String {
        guard utf8.count > count else { return String(self) }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(count)))
    }
}
