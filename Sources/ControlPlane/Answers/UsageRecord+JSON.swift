import Foundation
import Ledger
import Usage

extension JSONWriter {
    /// A row in the shape of CONTRACTS.md "Admin API"; `lines` adds them, `token_classes`, the key, attempts and `detail`.
    mutating func record(_ record: UsageRecord, lines: [CostLine]? = nil) {
        object { json in
            json.identity(of: record)
            json.outcome(of: record)
            json.tokens(of: record)
            json.price(of: record)
            json.timing(of: record)
            guard let lines else { return }
            json.key("key_id")
            json.string(record.keyID?.rawValue)
            json.attempts(of: record)
            json.key("priced_as")
            json.string(record.pricedAs?.rawValue)
            json.priceLines(lines)
            json.key("token_classes")
            json.object { json in
                for (name, count) in record.tokens.classes {
                    json.key(name)
                    json.integer(count)
                }
            }
            json.key("detail")
            json.detail(record.detail)
        }
    }

    private mutating func identity(of record: UsageRecord) {
        key("id")
        string(record.id.description)
        key("started_at")
        string(Timestamp.text(microseconds: record.startedAt))
        key("provider")
        string(record.provider.rawValue)
        key("api")
        string(record.api)
        key("request_model")
        string(record.requestModel?.rawValue)
        key("response_model")
        string(record.responseModel?.rawValue)
        key("user_id")
        string(record.user.rawValue)
        key("component_type")
        string(record.component.rawValue)
        key("tags")
        object { json in
            var seen: Set<String> = []
            for tag in record.tags where seen.insert(tag.name).inserted {
                json.key(tag.name)
                json.string(tag.value)
            }
        }
    }

    private mutating func outcome(of record: UsageRecord) {
        key("stream")
        boolean(record.stream)
        key("status")
        integer(record.status)
        key("error_type")
        string(record.errorType?.rawValue)
        key("client_disconnected")
        boolean(record.clientDisconnected)
    }

    private mutating func tokens(of record: UsageRecord) {
        key("input_tokens")
        integer(record.tokens.inputTotal)
        key("cached_input_tokens")
        integer(record.tokens.cachedTotal)
        key("cache_write_tokens")
        integer(record.tokens.cacheWriteTotal)
        key("output_tokens")
        integer(record.tokens.outputTotal)
        key("reasoning_tokens")
        integer(record.tokens.reasoning)
        key("audio_input_tokens")
        integer(record.tokens.audioInputTotal)
        key("audio_output_tokens")
        integer(record.tokens.audioOutput)
    }

    private mutating func price(of record: UsageRecord) {
        key("cost_usd")
        money(record.cost)
        key("cost_known_usd")
        money(record.knownCost)
        key("unpriced")
        array { json in
            for name in record.unpriced { json.string(name) }
        }
        key("price_source")
        string(record.priceSource.rawValue)
        key("usage_source")
        string(record.usageSource.rawValue)
    }

    private mutating func timing(of record: UsageRecord) {
        key("duration_ms")
        milliseconds(record.durationMicroseconds)
        key("time_to_first_token_ms")
        milliseconds(record.timeToFirstTokenMicroseconds)
        key("upstream_request_id")
        string(record.upstreamRequestID)
        key("trace_id")
        string(record.traceID)
    }

    /// The row's own JSON as it is, or as a string should it not be JSON.
    private mutating func detail(_ text: String?) {
        guard let text else { return null() }
        let isJSON = (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) != nil
        if isJSON { verbatim(text) } else { string(text) }
    }
}

extension TokenCounts {
    /// Every disjoint class by its name, zeros included.
    fileprivate var classes: [(String, Int64)] {
        [
            ("input", input), ("cached_input", cachedInput), ("cache_write_5m", cacheWrite5m),
            ("cache_write_1h", cacheWrite1h), ("audio_input", audioInput), ("cached_audio_input", cachedAudioInput),
            ("image_input", imageInput), ("cached_image_input", cachedImageInput), ("video_input", videoInput),
            ("output", output), ("reasoning", reasoning), ("audio_output", audioOutput),
            ("image_output", imageOutput), ("citation", citation),
        ]
    }
}
