import GRDB
import Ledger
import Money
import Usage

/// The statements for a ``PeriodQuery``: from roll-ups only, so that what is read does not grow with the rows.
struct PeriodSelection: Sendable {
    let query: PeriodQuery
    let userCosts: UserCosts

    /// The report, all from one state of the database.
    func report(_ db: Database) throws -> PeriodReport {
        var report = PeriodReport(query: query)
        let newest = try Int.fetchOne(db, sql: "SELECT max(hour) FROM hour_totals")
        let pieces = PeriodPieces(query.span, newest: newest)
        try addParts(db, pieces, to: &report)
        let earlier = PeriodPieces(query.span.before, newest: newest)
        report.before = try total(db, earlier)
        report.series = try series(db, newest: newest)
        (report.durations, report.firstTokens, report.errors) = try counts(db, pieces)
        (report.durationsBefore, report.firstTokensBefore, _) = try counts(db, earlier)
        (report.users, report.hasMoreUsers) = try userCosts.dearest(
            db, query.span, newest: newest, limit: min(max(query.users, 1), 10_000))
        return report
    }

    /// The rows of `pieces`, as the inside of a `FROM (…)`; sums of what is taken away are negative.
    private func rows(
        _ pieces: [(table: String, period: String, pieces: [PeriodPieces.Piece])], _ names: [String], sums: [String]
    ) -> String? {
        let selects = pieces.flatMap { table, period, pieces in
            pieces.map { piece in
                let sums = sums.map { piece.isTakenAway ? "-\($0) AS \($0)" : $0 }
                let columns = (names + sums).joined(separator: ", ")
                let range = "\(period) >= \(piece.from) AND \(period) < \(piece.to)"
                return "SELECT \(columns) FROM \(table) WHERE \(range)"
            }
        }
        return selects.isEmpty ? nil : selects.joined(separator: " UNION ALL ")
    }

    private func parts(_ pieces: PeriodPieces, _ names: [String]) -> String? {
        rows(
            [("hour_totals", "hour", pieces.hours), ("day_totals", "day", pieces.days)], names, sums: Schema.sums)
    }

    private func addParts(_ db: Database, _ pieces: PeriodPieces, to report: inout PeriodReport) throws {
        guard let rows = parts(pieces, ["provider", "model", "component"]) else { return }
        var models: [[String]: UsageTotals] = [:]
        var components: [String: UsageTotals] = [:]
        let cursor = try Row.fetchCursor(
            db,
            sql: """
                SELECT provider, model, component, \(TotalsRow.summed) FROM (\(rows)) GROUP BY provider, model, component
                """)
        while let row = try cursor.next() {
            let totals = TotalsRow.totals(row, from: 3)
            // Only taken away again: not there.
            guard totals.requests != 0 else { continue }
            report.total.add(totals)
            models[[row[0], row[1]], default: UsageTotals()].add(totals)
            components[row[2], default: UsageTotals()].add(totals)
        }
        report.models = models.sorted { ($1.value.cost, $0.key[0], $0.key[1]) < ($0.value.cost, $1.key[0], $1.key[1]) }
            .map { (ProviderID(rawValue: $0.key[0]), ModelID(rawValue: $0.key[1]), $0.value) }
        report.components = components.sorted { ($1.value.cost, $0.key) < ($0.value.cost, $1.key) }
            .map { (ComponentType(rawValue: $0.key), $0.value) }
    }

    private func total(_ db: Database, _ pieces: PeriodPieces) throws -> UsageTotals {
        guard let rows = parts(pieces, []),
            let row = try Row.fetchOne(db, sql: "SELECT \(TotalsRow.summedOrZero) FROM (\(rows))")
        else { return UsageTotals() }
        return TotalsRow.totals(row, from: 0)
    }

    private func series(_ db: Database, newest: Int?) throws -> [(hour: Int, totals: UsageTotals)] {
        let span = query.span
        let bucket: String
        let rows: String?
        if query.hoursABucket == 1 {
            bucket = "bucket"
            rows = self.rows(
                [("hour_totals", "hour", [PeriodPieces.Piece(from: span.first, to: span.end)])], ["hour AS bucket"],
                sums: Schema.sums)
        } else {
            bucket = "bucket * 24"
            let pieces = PeriodPieces(span, newest: newest)
            let hours = self.rows(
                [("hour_totals", "hour", pieces.hours)], ["hour / 24 AS bucket"], sums: Schema.sums)
            let days = self.rows([("day_totals", "day", pieces.days)], ["day AS bucket"], sums: Schema.sums)
            let both = [hours, days].compactMap { $0 }
            rows = both.isEmpty ? nil : both.joined(separator: " UNION ALL ")
        }
        guard let rows else { return [] }
        return try Row.fetchAll(
            db, sql: "SELECT \(bucket), \(TotalsRow.summed) FROM (\(rows)) GROUP BY bucket ORDER BY bucket"
        ).map { ($0[0], TotalsRow.totals($0, from: 1)) }.filter { $0.1.requests != 0 }
    }

    private func counts(
        _ db: Database, _ pieces: PeriodPieces
    ) throws -> (LatencyHistogram, LatencyHistogram, [(type: ErrorType, requests: Int64)]) {
        var durations = LatencyHistogram()
        var firstTokens = LatencyHistogram()
        var errors: [(type: ErrorType, requests: Int64)] = []
        let tables = [("hour_counts", "hour", pieces.hours), ("day_counts", "day", pieces.days)]
        guard let rows = rows(tables, ["kind", "name"], sums: ["count"]) else {
            return (durations, firstTokens, errors)
        }
        let cursor = try Row.fetchCursor(
            db, sql: "SELECT kind, name, sum(count) FROM (\(rows)) GROUP BY kind, name HAVING sum(count) <> 0")
        while let row = try cursor.next() {
            let (kind, name, count): (Int, String, Int64) = (row[0], row[1], row[2])
            switch kind {
            case Counted.duration(0).kind: durations.add(count, bucket: Int(name) ?? 0)
            case Counted.firstToken(0).kind: firstTokens.add(count, bucket: Int(name) ?? 0)
            default:
                guard let type = ErrorType(rawValue: name) else {
                    throw LedgerError(.damaged, "The roll-ups have an error type that this version does not know.")
                }
                errors.append((type, count))
            }
        }
        errors.sort { ($1.requests, $0.type.rawValue) < ($0.requests, $1.type.rawValue) }
        return (durations, firstTokens, errors)
    }
}
