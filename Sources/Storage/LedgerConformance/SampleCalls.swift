public import Ledger
import Money
import Usage

/// Rows to test with; the same number always gives the same row.
public enum SampleCalls {
    /// 2026-11-01T00:00:00Z in microseconds since 1970.
    public static let november: Int64 = 1_793_491_200_000_000

    /// The month that begins then.
    public static var month: Month { .in(year: 2026, 11) }

    /// The call numbered `number`, which began `microseconds` after 2026-11-01: numbers differ in user, model,
    /// component, outcome, tokens and cost.
    public static func call(_ number: Int, after microseconds: Int64? = nil) -> UsageRecord {
        let startedAt = november + (microseconds ?? Int64(number) * 1_000_000)
        let milliseconds = max(0, startedAt / 1000 - CallID.epochMilliseconds)
        var record = UsageRecord(
            id: CallID(rawValue: milliseconds << 22 | Int64(number) & 0x3F_FFFF), startedAt: startedAt,
            provider: ProviderID(rawValue: number % 3 == 0 ? "anthropic" : "openai"), api: "chat.completions",
            user: UserID(rawValue: "user-\(number % 7)"),
            component: ComponentType(rawValue: ["search", "chat", "unspecified"][number % 3]))
        let model = ModelID(rawValue: "model-\(number % 4)")
        record.requestModel = model
        record.responseModel = model
        record.modelLabel = model.rawValue
        record.componentLabel = record.component.rawValue
        record.stream = number % 2 == 0
        record.status = 200
        record.tokens.input = Int64(100 + number)
        record.tokens.cachedInput = Int64(number % 11)
        record.tokens.cacheWrite5m = Int64(number % 5)
        record.tokens.output = Int64(number % 13)
        record.tokens.reasoning = Int64(number % 3)
        record.usageSource = .reported
        record.durationMicroseconds = Int64(number) * 1000
        if number % 10 == 9 {
            record.errorType = ErrorType.allCases[number / 10 % ErrorType.allCases.count]
            record.status = 429
            record.tokens = TokenCounts()
            record.cost = .zero
            record.usageSource = .none
        } else if number % 10 == 8 {
            record.unpriced = ["output"]
            record.knownCost = NanoUSD(rawValue: Int64(number))
        } else {
            record.pricedAs = model
            record.priceSource = .catalogue
            record.knownCost = NanoUSD(rawValue: Int64(1_000_003 * number + 1))
            record.cost = record.knownCost
        }
        record.clientDisconnected = number % 17 == 16
        if number % 5 < 2 { record.keyID = KeyID(rawValue: "key-\(number % 5)") }
        return record
    }

    /// A row in which every field has a value that is hard to keep.
    public static var everyField: UsageRecord {
        var record = UsageRecord(
            id: CallID(rawValue: .max), startedAt: november, provider: ProviderID(rawValue: "groq\"'\\"),
            api: "embeddings", user: UserID(rawValue: "Zoë 👩‍👩‍👧 \u{1}\n\"quoted\" 'x' %00 \\"),
            component: ComponentType(rawValue: "a\tb"))
        record.keyID = KeyID(rawValue: "key_ünïcode")
        record.requestModel = ModelID(rawValue: "")
        record.responseModel = ModelID(rawValue: "gpt-5-mini-2025-08-07")
        record.pricedAs = ModelID(rawValue: "gpt-5-mini")
        record.modelLabel = "gpt-5-mini"
        record.componentLabel = "other"
        record.tags = [
            UsageRecord.Tag(name: "team", value: "ünïcode \"\\ \u{7}"), UsageRecord.Tag(name: "team", value: ""),
            UsageRecord.Tag(name: "", value: "]["),
        ]
        record.stream = true
        record.status = 599
        record.errorType = .contentFilter
        record.clientDisconnected = true
        record.tokens = manyTokens
        record.cost = NanoUSD(rawValue: 1 << 53 + 1)
        record.knownCost = NanoUSD(rawValue: 1 << 53 + 1)
        record.unpriced = ["audio_input", "web \"searches\""]
        record.priceSource = .provider
        record.usageSource = .estimated
        record.durationMicroseconds = 3_600_000_000
        record.timeToFirstTokenMicroseconds = 0
        record.upstreamRequestID = "req_011CUpstream"
        record.traceID = "0af7651916cd43dd8448eb211c80319c"
        record.detail = #"{"web_searches":2,"größe":"ß"}"#
        return record
    }

    /// Another number in each class.
    private static var manyTokens: TokenCounts {
        var tokens = TokenCounts()
        tokens.input = 1 << 40 + 1
        tokens.cachedInput = 2
        tokens.cacheWrite5m = 3
        tokens.cacheWrite1h = 4
        tokens.audioInput = 5
        tokens.cachedAudioInput = 6
        tokens.imageInput = 7
        tokens.cachedImageInput = 8
        tokens.videoInput = 9
        tokens.output = 10
        tokens.reasoning = 11
        tokens.audioOutput = 12
        tokens.imageOutput = 13
        tokens.citation = 14
        return tokens
    }
}

extension Month {
    /// A month that the caller knows to exist.
    static func `in`(year: Int, _ month: Int) -> Month {
        guard let month = Month(year: year, month: month) else { preconditionFailure("no such month") }
        return month
    }
}
