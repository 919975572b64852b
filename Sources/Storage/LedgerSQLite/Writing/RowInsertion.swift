import Ledger
import Money
import Usage

/// The statement that inserts a row of `requests`, once an id.
struct RowInsertion {
    /// The columns, in the order of the table.
    static let columns = [
        "id", "started_at", "provider", "api", "request_model", "response_model", "priced_as", "model_label",
        "component_label", "user", "component", "tags", "stream", "status", "error_type", "client_disconnected",
        "input", "cached_input", "cache_write_5m", "cache_write_1h", "audio_input", "cached_audio_input",
        "image_input", "cached_image_input", "video_input", "output", "reasoning", "audio_output", "image_output",
        "citation", "cost", "known_cost", "unpriced", "price_source", "usage_source", "duration_us",
        "time_to_first_token_us", "upstream_request_id", "trace_id", "detail", "key_id",
    ]

    private let statement: SQLStatement
    private let arena: TextArena
    private let connection: SQLConnection

    /// Prepares the statement on `connection`.
    init(_ connection: SQLConnection, arena: TextArena) throws(SQLiteFailure) {
        self.connection = connection
        self.arena = arena
        let marks = Self.columns.map { _ in "?" }.joined(separator: ",")
        statement = try connection.prepare(
            "INSERT INTO requests (\(Self.columns.joined(separator: ","))) VALUES (\(marks)) "
                + "ON CONFLICT (id) DO NOTHING")
    }

    /// Inserts `record`; false when its id is there already.
    func insert(_ record: borrowing UsageRecord) throws(SQLiteFailure) -> Bool {
        arena.reset()
        statement.bind(record.id.rawValue, at: 1)
        statement.bind(record.startedAt, at: 2)
        statement.bind(record.provider.rawValue, at: 3, in: arena)
        statement.bind(record.api, at: 4, in: arena)
        statement.bind(record.requestModel?.rawValue, at: 5, in: arena)
        statement.bind(record.responseModel?.rawValue, at: 6, in: arena)
        statement.bind(record.pricedAs?.rawValue, at: 7, in: arena)
        statement.bind(record.modelLabel, at: 8, in: arena)
        statement.bind(record.componentLabel, at: 9, in: arena)
        statement.bind(record.user.rawValue, at: 10, in: arena)
        statement.bind(record.component.rawValue, at: 11, in: arena)
        statement.bind(JSONText.write(record.tags), at: 12, in: arena)
        statement.bind(record.stream ? 1 : 0 as Int64, at: 13)
        statement.bind(Int64(record.status), at: 14)
        statement.bind(record.errorType?.rawValue, at: 15, in: arena)
        statement.bind(record.clientDisconnected ? 1 : 0 as Int64, at: 16)
        bind(record.tokens)
        statement.bind(record.cost?.rawValue, at: 31)
        statement.bind(record.knownCost.rawValue, at: 32)
        statement.bind(JSONText.write(record.unpriced), at: 33, in: arena)
        statement.bind(record.priceSource.rawValue, at: 34, in: arena)
        statement.bind(record.usageSource.rawValue, at: 35, in: arena)
        statement.bind(record.durationMicroseconds, at: 36)
        statement.bind(record.timeToFirstTokenMicroseconds, at: 37)
        statement.bind(record.upstreamRequestID, at: 38, in: arena)
        statement.bind(record.traceID, at: 39, in: arena)
        statement.bind(record.detail, at: 40, in: arena)
        statement.bind(record.keyID?.rawValue, at: 41, in: arena)
        try statement.run()
        return connection.changes > 0
    }

    private func bind(_ tokens: borrowing TokenCounts) {
        statement.bind(tokens.input, at: 17)
        statement.bind(tokens.cachedInput, at: 18)
        statement.bind(tokens.cacheWrite5m, at: 19)
        statement.bind(tokens.cacheWrite1h, at: 20)
        statement.bind(tokens.audioInput, at: 21)
        statement.bind(tokens.cachedAudioInput, at: 22)
        statement.bind(tokens.imageInput, at: 23)
        statement.bind(tokens.cachedImageInput, at: 24)
        statement.bind(tokens.videoInput, at: 25)
        statement.bind(tokens.output, at: 26)
        statement.bind(tokens.reasoning, at: 27)
        statement.bind(tokens.audioOutput, at: 28)
        statement.bind(tokens.imageOutput, at: 29)
        statement.bind(tokens.citation, at: 30)
    }
}
