import JSONScanning
import Money

extension CaseTotals {
    /// The rows, the largest sum first.
    public var sorted: [(key: Key, value: Row)] {
        rows.sorted { ($1.value.known, $0.key) < ($0.value.known, $1.key) }
    }

    /// All sums as a JSON object with its line feed: `{"models":[{"provider":…,"model":…,"calls":…,…}],"total":{…}}`.
    ///
    /// Money is exact, a number in plain decimal with at most 12 places.
    ///
    /// - Parameter comparesModels: whether every call was priced at another model as well.
    public func json(comparesModels: Bool) -> String {
        var bytes = Array(#"{"models":["#.utf8)
        for (index, (key, row)) in sorted.enumerated() {
            bytes.append(contentsOf: (index > 0 ? #",{"provider":"# : #"{"provider":"#).utf8)
            JSONEscapes.appendString(key.provider, to: &bytes)
            bytes.append(contentsOf: #","model":"#.utf8)
            JSONEscapes.appendString(key.model, to: &bytes)
            bytes.append(contentsOf: ",\(row.members(comparesModels))}".utf8)
        }
        bytes.append(contentsOf: #"],"total":{\#(total.members(comparesModels))}}\#n"#.utf8)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension CaseTotals.Row {
    /// The members of its object.
    fileprivate func members(_ comparesModels: Bool) -> String {
        var members = [
            ("calls", calls), ("input_tokens", inputTokens), ("cached_input_tokens", cachedInputTokens),
            ("cache_write_tokens", cacheWriteTokens), ("output_tokens", outputTokens),
            ("reasoning_tokens", reasoningTokens), ("unpriced_calls", unpriced),
            ("partly_unpriced_calls", partlyUnpriced), ("calls_without_usage", withoutUsage), ("errors", errors),
        ].map { #""\#($0)":\#($1)"# }
        members.append(#""cost_known_usd":\#(known.decimal(places: 12))"#)
        if comparesModels {
            members.append(#""as_model_cost_known_usd":\#(elsewhere.decimal(places: 12))"#)
            members.append(#""as_model_unpriced_calls":\#(elsewhereUnpriced)"#)
        }
        return members.joined(separator: ",")
    }
}
