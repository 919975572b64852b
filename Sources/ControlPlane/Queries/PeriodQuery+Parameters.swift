import Ledger

extension PeriodQuery {
    /// More would be a report, not an overview.
    private static let longest = 24 * 366

    /// Reads `since`, `until` and `limit`; without them the 24 hours up to the end of the running one.
    ///
    /// Sums are kept by the hour: `since` is the start of the hour that it is in, `until` the end of one; what is
    /// longer than 366 days loses its beginning.
    init(_ parameters: QueryParameters, now: Int64) throws(AdminError) {
        let end = try parameters.time("until") ?? now + 1
        let until = HourSpan.hour(ofMicroseconds: end - 1) + 1
        let since = try parameters.time("since").map { HourSpan.hour(ofMicroseconds: $0) } ?? until - 24
        let first = min(max(since, until - Self.longest), until)
        self.init(span: HourSpan(first: first, end: until), users: try parameters.limit() ?? 10)
    }
}
