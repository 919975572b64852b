import JSONScanning
import Money
import Usage

extension PricedCase {
    /// Appends the case as a line of JSON: counts, cost, what is unpriced and whose prices they are.
    ///
    /// Money is a number in plain decimal with at most 12 places, null where there is no price.
    public func append(to output: inout [UInt8]) {
        let tokens = usage?.allTokens ?? TokenCounts()
        output.append(contentsOf: #"{"id":"#.utf8)
        output.append(contentsOf: id ?? Array("null".utf8))
        Self.append(#","input_tokens":"#, tokens.inputTotal, to: &output)
        Self.append(#","cached_input_tokens":"#, tokens.cachedTotal, to: &output)
        Self.append(#","cache_write_tokens":"#, tokens.cacheWriteTotal, to: &output)
        Self.append(#","output_tokens":"#, tokens.outputTotal, to: &output)
        Self.append(#","reasoning_tokens":"#, tokens.reasoning, to: &output)
        price.append(prefix: "", to: &output)
        elsewhere?.append(prefix: "as_model_", to: &output)
        output.append(contentsOf: "}\n".utf8)
    }

    private static func append(_ key: StaticString, _ count: Int64, to output: inout [UInt8]) {
        output.append(contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        output.append(contentsOf: String(count).utf8)
    }
}

extension CasePrice {
    /// Appends its members, a comma before each, with `prefix` before their names.
    fileprivate func append(prefix: String, to output: inout [UInt8]) {
        func key(_ name: String, _ output: inout [UInt8]) {
            output.append(contentsOf: #",""#.utf8)
            output.append(contentsOf: prefix.utf8)
            output.append(contentsOf: name.utf8)
            output.append(contentsOf: #"":"#.utf8)
        }
        key("cost_usd", &output)
        output.append(contentsOf: (cost?.decimal(places: 12) ?? "null").utf8)
        key("cost_known_usd", &output)
        output.append(contentsOf: (known?.decimal(places: 12) ?? "null").utf8)
        key("unpriced", &output)
        output.append(UInt8(ascii: "["))
        for (index, name) in unpriced.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            JSONEscapes.appendString(name, to: &output)
        }
        output.append(UInt8(ascii: "]"))
        key("priced_as", &output)
        if let pricedAs {
            JSONEscapes.appendString(pricedAs, to: &output)
        } else {
            output.append(contentsOf: "null".utf8)
        }
    }
}
