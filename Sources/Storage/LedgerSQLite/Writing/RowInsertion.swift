import Ledger
import Money
import Usage

/// The statements that insert rows of `requests`, once an id.
struct RowInsertion {
    /// The columns that are parts of a record, in the order of the table.
    static let columns = [
        "id", "started_at", "provider", "api", "request_model", "response_model", "priced_as", "model_label",
        "component_label", "user", "component", "tags", "stream", "status", "error_type", "client_disconnected",
        "input", "cached_input", "cache_write_5m", "cache_write_1h", "audio_input", "cached_audio_input",
        "image_input", "cached_image_input", "video_input", "output", "reasoning", "audio_output", "image_output",
        "citation", "cost", "known_cost", "unpriced", "price_source", "usage_source", "duration_us",
        "time_to_first_token_us", "upstream_request_id", "trace_id", "detail", "key_id",
    ]

    /// What is inserted of a row.
    private static let inserted = columns + ["kind"]

    /// How many rows ``insert(new:)`` takes: a statement for several costs a quarter less a row.
    static let rowsAtOnce = 8

    private let kinds: KindNumbers
    private let statement: SQLStatement
    private let several: SQLStatement
    private let arena: TextArena
    private let connection: SQLConnection

    /// Prepares the statements on `connection`.
    init(_ connection: SQLConnection, arena: TextArena, kinds: KindNumbers) throws(SQLiteFailure) {
        self.connection = connection
        self.kinds = kinds
        self.arena = arena
        func prepare(rows: Int) throws(SQLiteFailure) -> SQLStatement {
            let marks = "(\(Self.inserted.map { _ in "?" }.joined(separator: ",")))"
            return try connection.prepare(
                "INSERT INTO requests (\(Self.inserted.joined(separator: ","))) VALUES "
                    + Array(repeating: marks, count: rows).joined(separator: ",") + " ON CONFLICT (id) DO NOTHING")
        }
        statement = try prepare(rows: 1)
        several = try prepare(rows: Self.rowsAtOnce)
    }

    /// Inserts `record`; false when its id is there already.
    func insert(_ record: borrowing UsageRecord) throws(SQLiteFailure) -> Bool {
        arena.reset()
        bind(record, kind: try kinds.number(of: record), to: statement, from: 1)
        try statement.run()
        return connection.changes > 0
    }

    /// Inserts ``rowsAtOnce`` rows; false when an id among them is there already: then some of them are in, and it is
    /// not known which.
    func insert(new rows: ArraySlice<SettledRow>) throws(SQLiteFailure) -> Bool {
        arena.reset()
        var first: Int32 = 1
        for index in rows.indices {
            bind(rows[index].record, kind: try kinds.number(of: rows[index].record), to: several, from: first)
            first += Int32(Self.inserted.count)
        }
        try several.run()
        return connection.changes == rows.count
    }

    private func bind(
        _ record: borrowing UsageRecord, kind: Int64, to statement: SQLStatement, from first: Int32
    ) {
        statement.bind(record.id.rawValue, at: first)
        statement.bind(record.startedAt, at: first + 1)
        statement.bind(record.provider.rawValue, at: first + 2, in: arena)
        statement.bind(record.api, at: first + 3, in: arena)
        statement.bind(record.requestModel?.rawValue, at: first + 4, in: arena)
        statement.bind(record.responseModel?.rawValue, at: first + 5, in: arena)
        statement.bind(record.pricedAs?.rawValue, at: first + 6, in: arena)
        statement.bind(record.modelLabel, at: first + 7, in: arena)
        statement.bind(record.componentLabel, at: first + 8, in: arena)
        statement.bind(record.user.rawValue, at: first + 9, in: arena)
        statement.bind(record.component.rawValue, at: first + 10, in: arena)
        statement.bind(JSONText.write(record.tags), at: first + 11, in: arena)
        statement.bind(record.stream ? 1 : 0 as Int64, at: first + 12)
        statement.bind(Int64(record.status), at: first + 13)
        statement.bind(record.errorType?.rawValue, at: first + 14, in: arena)
        statement.bind(record.clientDisconnected ? 1 : 0 as Int64, at: first + 15)
        bind(record.tokens, to: statement, from: first + 16)
        statement.bind(record.cost?.rawValue, at: first + 30)
        statement.bind(record.knownCost.rawValue, at: first + 31)
        statement.bind(JSONText.write(record.unpriced), at: first + 32, in: arena)
        statement.bind(record.priceSource.rawValue, at: first + 33, in: arena)
        statement.bind(record.usageSource.rawValue, at: first + 34, in: arena)
        statement.bind(record.durationMicroseconds, at: first + 35)
        statement.bind(record.timeToFirstTokenMicroseconds, at: first + 36)
        statement.bind(record.upstreamRequestID, at: first + 37, in: arena)
        statement.bind(record.traceID, at: first + 38, in: arena)
        statement.bind(record.detail, at: first + 39, in: arena)
        statement.bind(record.keyID?.rawValue, at: first + 40, in: arena)
        statement.bind(kind, at: first + 41)
    }

    private func bind(_ tokens: borrowing TokenCounts, to statement: SQLStatement, from first: Int32) {
        statement.bind(tokens.input, at: first)
        statement.bind(tokens.cachedInput, at: first + 1)
        statement.bind(tokens.cacheWrite5m, at: first + 2)
        statement.bind(tokens.cacheWrite1h, at: first + 3)
        statement.bind(tokens.audioInput, at: first + 4)
        statement.bind(tokens.cachedAudioInput, at: first + 5)
        statement.bind(tokens.imageInput, at: first + 6)
        statement.bind(tokens.cachedImageInput, at: first + 7)
        statement.bind(tokens.videoInput, at: first + 8)
        statement.bind(tokens.output, at: first + 9)
        statement.bind(tokens.reasoning, at: first + 10)
        statement.bind(tokens.audioOutput, at: first + 11)
        statement.bind(tokens.imageOutput, at: first + 12)
        statement.bind(tokens.citation, at: first + 13)
    }
}
