import CostCases
import Money
import Testing
import Usage

/// Recorded and made-up answers of every provider, each with what it must cost.
struct CaseFileTests {
    @Test(arguments: [("cost_cases_sample", 138), ("rule_cases", 150), ("generated_cases", 200)])
    func `every line of a file is a case`(_ name: String, _ least: Int) {
        #expect(CaseLine.all(in: name).count >= least)
    }

    @Test(arguments: ["cost_cases_sample", "rule_cases", "generated_cases"].flatMap(CaseLine.all))
    func `a call is counted and priced as its provider bills it`(_ line: CaseLine) throws {
        let expected = line.expected
        let priced = try priced(line.text)
        let tokens = priced.usage?.allTokens ?? TokenCounts()
        #expect(tokens.inputTotal == expected.input_tokens)
        #expect(tokens.cachedTotal == expected.cached_tokens)
        #expect(tokens.cacheWriteTotal == expected.cache_write_tokens)
        #expect(tokens.outputTotal == expected.output_tokens)
        #expect(tokens.reasoning == expected.reasoning_tokens)
        #expect(priced.price.cost?.decimal(places: 12) == expected.cost_usd)
        #expect(priced.price.pricedAs == expected.priced_as)
        // A generated case does not say what lacks a price, only that something does.
        #expect(priced.price.unpriced == expected.unpriced ?? (expected.cost_usd == nil ? priced.price.unpriced : []))
    }
}
