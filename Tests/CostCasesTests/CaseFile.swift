import CatalogueLoading
import CostCases
import Foundation
import Pricing
import Testing
import Usage

/// A line of a file of cases: what goes in, and what must come out.
struct CaseLine: Sendable, CustomTestStringConvertible {
    var text: String
    var id: String
    var expected: Expected

    var testDescription: String { id }

    /// What a case states.
    struct Expected: Decodable, Sendable {
        var input_tokens: Int64
        var cached_tokens: Int64
        var cache_write_tokens: Int64
        var output_tokens: Int64
        var reasoning_tokens: Int64
        /// Nil: there is no price.
        var cost_usd: String?
        var priced_as: String?
        var unpriced: [String]?
    }

    /// Every case of the file called `name` in `Fixtures`.
    static func all(in name: String) -> [CaseLine] {
        struct Line: Decodable {
            var id: String
            var expected: Expected
        }
        guard let file = Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "jsonl"),
            let text = try? String(contentsOf: file, encoding: .utf8)
        else { return [] }
        return text.split(separator: "\n").compactMap { line in
            guard let decoded = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)) else { return nil }
            return CaseLine(text: String(line), id: decoded.id, expected: decoded.expected)
        }
    }
}

/// Prices of the embedded catalogue.
let pricing = Result { Pricing(catalogue: try PriceCatalogue.embedded()) }

/// The moment at which calls without a time are taken to have been: 2026-11-20, 12:00 UTC.
let noon: Int64 = 1_795_176_000_000_000

/// What the pricer makes of `line`.
func priced(
    _ line: String, fallback: FallbackPrice? = nil, choice: String? = nil
) throws -> PricedCase {
    var pricing = try pricing.get()
    if let fallback { pricing = Pricing(catalogue: pricing.catalogue, fallback: fallback) }
    let choice = try choice.map { try #require(ModelChoice($0, in: pricing.catalogue)) }
    let pricer = CasePricer(pricing: pricing, now: noon, choice: choice)
    return try Array(line.utf8).withUnsafeBytes { bytes in try pricer.price(line: bytes) }
}

/// The line of output for `priced`.
func output(_ priced: PricedCase) -> String {
    var bytes: [UInt8] = []
    priced.append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}
