import Money
import Pricing
import Settings
import Testing
import Usage

@Suite struct PriceTests {
    @Test func `dated prices of one model come together`() throws {
        let prices = try load(
            """
            prices:
              - {provider: openai, model: gpt-4o, rates: {input: 2.50, output: "10"}, max_output: 16384}
              - {model: house-*, rates: {input: 0.15, cache_read: 0.075, per_web_search: 0.01}}
              - {provider: openai, model: GPT-4o, valid_from: 2026-12-01, rates: {input: 2}, context_window: 128000}
            """
        ).prices
        #expect(prices.map(\.model) == ["gpt-4o", "house-*"])
        #expect(prices.map(\.provider) == [ProviderID(rawValue: "openai"), nil])
        let first = try #require(prices.first)
        #expect(first.contextWindow == 128_000 && first.maxOutput == 16_384)
        #expect(first.prices.map(\.validFrom) == [nil, 1_796_083_200_000_000])
        #expect(first.prices[0].standard.base[.input] == Rate(decimal: "2.5"))
        #expect(first.prices[0].standard.base[.output] == Rate(decimal: "10"))
        #expect(first.prices[1].standard.base[.output] == nil)
        #expect(prices[1].prices[0].standard.base[.cacheRead] == Rate(decimal: "0.075"))
        #expect(prices[1].prices[0].standard.base[.perWebSearch] == Rate(decimal: "0.01"))
    }

    @Test(arguments: [
        ("{model: m}", "prices[0].rates"), ("{rates: {input: 1}}", "prices[0].model"),
        ("{model: m, rates: {}}", "prices[0].rates"), ("{model: m, rates: {input: 1e3}}", "prices[0].rates.input"),
        ("{model: m, rates: {input: -1}}", "prices[0].rates.input"),
        ("{model: m, rates: {input: 200000}}", "prices[0].rates.input"),
        ("{model: m, rates: {input: 0.0000000000001}}", "prices[0].rates.input"),
        ("{model: m, rates: {input: 1}, valid_from: 2026-02-29}", "prices[0].valid_from"),
        ("{model: m, rates: {input: 1}, valid_from: tomorrow}", "prices[0].valid_from"),
        ("{model: m, rates: {input: 1}, max_output: 0}", "prices[0].max_output"),
        ("{provider: opneai, model: m, rates: {input: 1}}", "prices[0].provider"),
        ("{model: m, rates: {input: 1}}, {model: M, rates: {input: 2}}", "prices[1]"),
    ])
    func `what is no price`(entries: String, path: String) {
        #expect(problems("prices: [\(entries)]").map(\.path) == [path])
    }

    @Test(
        arguments: [
            ("1970-01-01", 0), ("2000-02-29", 951_782_400_000_000), ("2024-12-31", 1_735_603_200_000_000),
            ("9999-12-31", 253_402_214_400_000_000),
        ] as [(String, Int64)])
    func `days are read by the calendar`(text: String, expected: Int64) throws {
        let prices = try load("prices: [{model: m, valid_from: \(text), rates: {input: 1}}]").prices
        #expect(prices.first?.prices.first?.validFrom == expected)
    }
}
