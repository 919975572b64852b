package import Ledger
import Money
import Usage

/// Reads what ``RecordEncoding`` writes; whatever the bytes are, it never reads outside of them.
package struct RecordDecoding {
    private let buffer: UnsafeRawBufferPointer
    private var offset = 0

    /// The record in `buffer`; nil when it is not one.
    package static func read(_ buffer: UnsafeRawBufferPointer) -> UsageRecord? {
        guard buffer.count >= RecordEncoding.fixedBytes, buffer[0] == RecordEncoding.version || buffer[0] == 1 else {
            return nil
        }
        var decoding = RecordDecoding(buffer: buffer)
        return decoding.record()
    }

    private init(buffer: UnsafeRawBufferPointer) { self.buffer = buffer }

    private mutating func record() -> UsageRecord? {
        let flags = RecordFlags(rawValue: buffer[1])
        let errorType = ErrorType(recordCode: buffer[2])
        guard errorType != nil || buffer[2] == 0,
            let priceSource = UsageRecord.PriceSource(recordCode: buffer[3]),
            let usageSource = UsageSource(recordCode: buffer[4])
        else { return nil }
        offset = 8
        let id = CallID(rawValue: number())
        let startedAt = number()
        let status = Int(number())
        let cost = NanoUSD(rawValue: number())
        let knownCost = NanoUSD(rawValue: number())
        let duration = number()
        let timeToFirstToken = number()
        let tokens = tokens()
        guard let provider = text(), let api = text(), let requestModel = optionalText(),
            let responseModel = optionalText(), let pricedAs = optionalText(), let modelLabel = text(),
            let componentLabel = text(), let user = text(), let component = text(),
            let upstreamRequestID = optionalText(), let traceID = optionalText(), let detail = optionalText(),
            let tags = tags(), let unpriced = texts()
        else { return nil }
        var record = UsageRecord(
            id: id, startedAt: startedAt, provider: ProviderID(rawValue: provider), api: api,
            user: UserID(rawValue: user), component: ComponentType(rawValue: component))
        record.requestModel = requestModel.map { ModelID(rawValue: $0) }
        record.responseModel = responseModel.map { ModelID(rawValue: $0) }
        record.pricedAs = pricedAs.map { ModelID(rawValue: $0) }
        record.modelLabel = modelLabel
        record.componentLabel = componentLabel
        record.tags = tags
        record.stream = flags.contains(.stream)
        record.status = status
        record.errorType = errorType
        record.clientDisconnected = flags.contains(.clientDisconnected)
        record.tokens = tokens
        record.cost = flags.contains(.cost) ? cost : nil
        record.knownCost = knownCost
        record.unpriced = unpriced
        record.priceSource = priceSource
        record.usageSource = usageSource
        record.durationMicroseconds = duration
        record.timeToFirstTokenMicroseconds = flags.contains(.timeToFirstToken) ? timeToFirstToken : nil
        record.upstreamRequestID = upstreamRequestID
        record.traceID = traceID
        record.detail = detail
        guard buffer[0] > 1 else { return record }
        guard let key = optionalText() else { return nil }
        record.keyID = key.map { KeyID(rawValue: $0) }
        return record
    }

    private mutating func tokens() -> TokenCounts {
        var tokens = TokenCounts()
        tokens.input = number()
        tokens.cachedInput = number()
        tokens.cacheWrite5m = number()
        tokens.cacheWrite1h = number()
        tokens.audioInput = number()
        tokens.cachedAudioInput = number()
        tokens.imageInput = number()
        tokens.cachedImageInput = number()
        tokens.videoInput = number()
        tokens.output = number()
        tokens.reasoning = number()
        tokens.audioOutput = number()
        tokens.imageOutput = number()
        tokens.citation = number()
        return tokens
    }

    /// One of the numbers at a fixed offset, which are there.
    private mutating func number() -> Int64 {
        defer { offset += 8 }
        return buffer.loadUnaligned(fromByteOffset: offset, as: Int64.self)
    }

    private mutating func count() -> UInt32? {
        guard offset + 4 <= buffer.count else { return nil }
        defer { offset += 4 }
        return buffer.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    }

    /// A text; `.some(nil)` for an absent one, nil when the bytes make no sense.
    private mutating func optionalText() -> String?? {
        guard let count = count() else { return nil }
        guard count != .max else { return .some(nil) }
        guard Int(count) <= buffer.count - offset else { return nil }
        defer { offset += Int(count) }
        return String(decoding: buffer[offset..<offset + Int(count)], as: UTF8.self)
    }

    private mutating func text() -> String? { optionalText() ?? nil }

    private mutating func texts() -> [String]? {
        guard let count = count(), Int(count) <= buffer.count else { return nil }
        var texts: [String] = []
        for _ in 0..<count {
            guard let text = text() else { return nil }
            texts.append(text)
        }
        return texts
    }

    private mutating func tags() -> [UsageRecord.Tag]? {
        guard let count = count(), Int(count) <= buffer.count else { return nil }
        var tags: [UsageRecord.Tag] = []
        for _ in 0..<count {
            guard let name = text(), let value = text() else { return nil }
            tags.append(UsageRecord.Tag(name: name, value: value))
        }
        return tags
    }
}
