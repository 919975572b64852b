import GRDB
import Ledger

/// What a ``RequestQuery`` asks of a row's time, and of its id.
struct TimeCondition {
    /// SQL over the columns of `requests`, exact; `TRUE` where any time will do.
    let sql: String
    let arguments: StatementArguments
    /// The ids that rows of the span of time and after the cursor have, unless they are out of time; nil where there are none.
    let ids: ClosedRange<Int64>?
    /// The last id that the cursor allows.
    let highest: Int64

    /// Whether a span of time is asked for.
    var isBounded: Bool { sql != "TRUE" }

    /// The conditions of `query`.
    init(_ query: RequestQuery) {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        var (first, last) = (Int64.min, Int64.max)
        if let since = query.since {
            conditions.append("started_at >= ?")
            arguments += [since]
            let (earliest, underflow) = since.subtractingReportingOverflow(Schema.slack)
            if !underflow { first = CallID.earliest(at: earliest).rawValue }
        }
        if let until = query.until {
            conditions.append("started_at < ?")
            arguments += [until]
            // Ids are exact to the millisecond.
            let (latest, overflow) = until.addingReportingOverflow(Schema.slack + 1000)
            if !overflow { last = CallID.earliest(at: latest).rawValue }
        }
        sql = conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
        self.arguments = arguments
        highest = query.cursor.map { max($0.rawValue, .min + 1) - 1 } ?? .max
        last = min(last, highest)
        ids = first <= last ? first...last : nil
    }
}
