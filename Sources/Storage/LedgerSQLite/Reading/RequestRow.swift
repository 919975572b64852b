import GRDB
import Ledger
import Money
import Usage

/// Reads a row of `requests` whose columns come in the order of ``RowInsertion/columns``.
enum RequestRow {
    static let selection = RowInsertion.columns.joined(separator: ", ")

    /// The record in `row`.
    static func record(_ row: Row) throws -> UsageRecord {
        guard let priceSource = UsageRecord.PriceSource(rawValue: row[33]),
            let usageSource = UsageSource(rawValue: row[34])
        else { throw damaged(row) }
        var record = UsageRecord(
            id: CallID(rawValue: row[0]), startedAt: row[1], provider: ProviderID(rawValue: row[2]), api: row[3],
            user: UserID(rawValue: row[9]), component: ComponentType(rawValue: row[10]))
        record.requestModel = (row[4] as String?).map { ModelID(rawValue: $0) }
        record.responseModel = (row[5] as String?).map { ModelID(rawValue: $0) }
        record.pricedAs = (row[6] as String?).map { ModelID(rawValue: $0) }
        record.modelLabel = row[7]
        record.componentLabel = row[8]
        record.tags = try JSONText.tags(row[11])
        record.stream = row[12]
        record.status = row[13]
        if let errorType = row[14] as String? {
            guard let errorType = ErrorType(rawValue: errorType) else { throw damaged(row) }
            record.errorType = errorType
        }
        record.clientDisconnected = row[15]
        record.tokens = tokens(row)
        record.cost = (row[30] as Int64?).map { NanoUSD(rawValue: $0) }
        record.knownCost = NanoUSD(rawValue: row[31])
        record.unpriced = try JSONText.texts(row[32])
        record.priceSource = priceSource
        record.usageSource = usageSource
        record.durationMicroseconds = row[35]
        record.timeToFirstTokenMicroseconds = row[36]
        record.upstreamRequestID = row[37]
        record.traceID = row[38]
        record.detail = row[39]
        record.keyID = (row[40] as String?).map { KeyID(rawValue: $0) }
        return record
    }

    private static func tokens(_ row: Row) -> TokenCounts {
        var tokens = TokenCounts()
        tokens.input = row[16]
        tokens.cachedInput = row[17]
        tokens.cacheWrite5m = row[18]
        tokens.cacheWrite1h = row[19]
        tokens.audioInput = row[20]
        tokens.cachedAudioInput = row[21]
        tokens.imageInput = row[22]
        tokens.cachedImageInput = row[23]
        tokens.videoInput = row[24]
        tokens.output = row[25]
        tokens.reasoning = row[26]
        tokens.audioOutput = row[27]
        tokens.imageOutput = row[28]
        tokens.citation = row[29]
        return tokens
    }

    private static func damaged(_ row: Row) -> LedgerError {
        LedgerError(.damaged, "The row \(CallID(rawValue: row[0])) has a value that this version does not know.")
    }
}
