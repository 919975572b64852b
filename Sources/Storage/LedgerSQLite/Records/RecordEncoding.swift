package import Ledger
import Money
import Usage

/// The binary form of a row in the files of holds and in the emergency journal.
///
/// Version byte 2, flags, the numbers at fixed offsets, then the texts, each with its length (4 bytes, little-endian;
/// all ones = nil). Version 1 had no virtual key, which is the last text. Written in native byte order: the files never leave their machine while they hold anything.
package enum RecordEncoding {
    static let version: UInt8 = 2
    /// Bytes before the texts.
    static let fixedBytes = 176

    /// Bytes that `record` needs at most.
    package static func size(of record: borrowing UsageRecord) -> Int {
        var size = fixedBytes + 4 * 16
        size += record.provider.rawValue.utf8.count + record.api.utf8.count
        size += record.requestModel?.rawValue.utf8.count ?? 0
        size += record.responseModel?.rawValue.utf8.count ?? 0
        size += record.pricedAs?.rawValue.utf8.count ?? 0
        size += record.modelLabel.utf8.count + record.componentLabel.utf8.count
        size += record.user.rawValue.utf8.count + record.component.rawValue.utf8.count
        size += record.upstreamRequestID?.utf8.count ?? 0
        size += record.traceID?.utf8.count ?? 0
        size += record.detail?.utf8.count ?? 0
        size += record.keyID?.rawValue.utf8.count ?? 0
        for tag in record.tags { size += 8 + tag.name.utf8.count + tag.value.utf8.count }
        for name in record.unpriced { size += 4 + name.utf8.count }
        return size
    }

    /// Writes `record`, which must fit (``size(of:)``), and returns the bytes used.
    package static func write(_ record: borrowing UsageRecord, to buffer: UnsafeMutableRawBufferPointer) -> Int {
        var cursor = RecordCursor(buffer: buffer)
        cursor.put(byte: version)
        cursor.put(byte: RecordFlags(record).rawValue)
        cursor.put(byte: record.errorType?.code ?? 0)
        cursor.put(byte: record.priceSource.code)
        cursor.put(byte: record.usageSource.code)
        cursor.put(byte: 0)
        cursor.put(byte: 0)
        cursor.put(byte: 0)
        cursor.put(record.id.rawValue)
        cursor.put(record.startedAt)
        cursor.put(Int64(record.status))
        cursor.put(record.cost?.rawValue ?? 0)
        cursor.put(record.knownCost.rawValue)
        cursor.put(record.durationMicroseconds)
        cursor.put(record.timeToFirstTokenMicroseconds ?? 0)
        put(record.tokens, to: &cursor)
        cursor.put(record.provider.rawValue)
        cursor.put(record.api)
        cursor.put(optional: record.requestModel?.rawValue)
        cursor.put(optional: record.responseModel?.rawValue)
        cursor.put(optional: record.pricedAs?.rawValue)
        cursor.put(record.modelLabel)
        cursor.put(record.componentLabel)
        cursor.put(record.user.rawValue)
        cursor.put(record.component.rawValue)
        cursor.put(optional: record.upstreamRequestID)
        cursor.put(optional: record.traceID)
        cursor.put(optional: record.detail)
        cursor.put(count: record.tags.count)
        for tag in record.tags {
            cursor.put(tag.name)
            cursor.put(tag.value)
        }
        cursor.put(count: record.unpriced.count)
        for name in record.unpriced { cursor.put(name) }
        cursor.put(optional: record.keyID?.rawValue)
        return cursor.offset
    }

    private static func put(_ tokens: borrowing TokenCounts, to cursor: inout RecordCursor) {
        cursor.put(tokens.input)
        cursor.put(tokens.cachedInput)
        cursor.put(tokens.cacheWrite5m)
        cursor.put(tokens.cacheWrite1h)
        cursor.put(tokens.audioInput)
        cursor.put(tokens.cachedAudioInput)
        cursor.put(tokens.imageInput)
        cursor.put(tokens.cachedImageInput)
        cursor.put(tokens.videoInput)
        cursor.put(tokens.output)
        cursor.put(tokens.reasoning)
        cursor.put(tokens.audioOutput)
        cursor.put(tokens.imageOutput)
        cursor.put(tokens.citation)
    }
}

/// Bits of the flags byte.
struct RecordFlags: OptionSet {
    let rawValue: UInt8
    static let stream = RecordFlags(rawValue: 1)
    static let clientDisconnected = RecordFlags(rawValue: 2)
    static let cost = RecordFlags(rawValue: 4)
    static let timeToFirstToken = RecordFlags(rawValue: 8)

    /// These bits.
    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The flags of `record`.
    init(_ record: borrowing UsageRecord) {
        var flags: RecordFlags = []
        if record.stream { flags.insert(.stream) }
        if record.clientDisconnected { flags.insert(.clientDisconnected) }
        if record.cost != nil { flags.insert(.cost) }
        if record.timeToFirstTokenMicroseconds != nil { flags.insert(.timeToFirstToken) }
        self = flags
    }
}
