public import Ledger
import Money
import Usage

extension PeriodReport {
    /// What a ledger with the rows `records` has to report: the reference that roll-ups are held against.
    public init(_ query: PeriodQuery, of records: some Sequence<UsageRecord>) {
        self.init(query: query)
        var users: [UserID: UsageTotals] = [:]
        var models: [[String]: UsageTotals] = [:]
        var components: [ComponentType: UsageTotals] = [:]
        var errors: [ErrorType: Int64] = [:]
        var series: [Int: UsageTotals] = [:]
        for record in records {
            let hour = HourSpan.hour(ofMicroseconds: record.startedAt)
            if query.span.before.first..<query.span.first ~= hour {
                before.add(record)
                Self.note(record, &durationsBefore, &firstTokensBefore)
            }
            guard query.span.first..<query.span.end ~= hour else { continue }
            total.add(record)
            Self.note(record, &durations, &firstTokens)
            users[record.user, default: UsageTotals()].add(record)
            models[[record.provider.rawValue, record.reportedModel.rawValue], default: UsageTotals()].add(record)
            components[record.component, default: UsageTotals()].add(record)
            if let error = record.errorType { errors[error, default: 0] += 1 }
            let bucket = hour / query.hoursABucket * query.hoursABucket
            series[bucket, default: UsageTotals()].add(record)
        }
        let dearest = users.sorted { ($1.value.cost, $0.key.rawValue) < ($0.value.cost, $1.key.rawValue) }
        self.users = dearest.prefix(query.users).map { ($0.key, $0.value) }
        hasMoreUsers = dearest.count > query.users
        self.models = models.sorted { ($1.value.cost, $0.key[0], $0.key[1]) < ($0.value.cost, $1.key[0], $1.key[1]) }
            .map { (ProviderID(rawValue: $0.key[0]), ModelID(rawValue: $0.key[1]), $0.value) }
        self.components = components.sorted {
            ($1.value.cost, $0.key.rawValue) < ($0.value.cost, $1.key.rawValue)
        }.map { ($0.key, $0.value) }
        self.errors = errors.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            .map { ($0.key, $0.value) }
        self.series = series.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func note(
        _ record: UsageRecord, _ durations: inout LatencyHistogram, _ firstTokens: inout LatencyHistogram
    ) {
        guard record.errorType == nil else { return }
        durations.add(bucket: LatencyHistogram.bucket(ofMicroseconds: record.durationMicroseconds))
        guard let first = record.timeToFirstTokenMicroseconds else { return }
        firstTokens.add(bucket: LatencyHistogram.bucket(ofMicroseconds: first))
    }
}
