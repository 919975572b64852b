import Money
import Pricing
import Testing
import Usage

@Suite struct ConditionTests {
    private func record() throws -> PriceRecord {
        var record = PriceRecord(
            standard: TieredRates(base: try rates([.input: "5", .output: "25", .perWebSearch: "0.01"])))
        record.multipliers = [
            .init(condition: .inferenceGeoUS, factor: try #require(Factor(decimal: "1.1"))),
            .init(condition: .regionalEndpoint, factor: try #require(Factor(decimal: "1.1"))),
            .init(condition: .speedFast, factor: try #require(Factor(decimal: "2"))),
        ]
        return record
    }

    @Test(
        arguments: [
            ([], "5"), (.inferenceGeoUS, "5.5"), ([.inferenceGeoUS, .regionalEndpoint], "6.05"),
            (.speedFast, "10"), (.dataResidencyEU, "5"),
        ] as [(PriceConditions, String)])
    func `conditions that hold multiply`(conditions: PriceConditions, cost: String) throws {
        let model = PricedModel.with(try record())
        #expect(model.cost(of: .tokens(1_000_000, 0).under(conditions), at: friday).total.text == cost)
    }

    @Test func `tool fees are not multiplied`() throws {
        let model = PricedModel.with(try record())
        let usage = Usage.tokens(1_000_000, 0).under(.inferenceGeoUS).with(.webSearches, 2)
        #expect(model.cost(of: usage, at: friday).total.text == "5.52")
    }

    @Test func `speed is charged once, by the variant where there is one`() throws {
        var record = try record()
        let usage = Usage.tokens(1_000_000, 0).under(.speedFast).served(.fast)
        #expect(PricedModel.with(record).cost(of: usage, at: friday).total.text == "10")
        record.variants = [.init(tier: .fast, rates: TieredRates(base: try rates([.input: "11"])))]
        #expect(PricedModel.with(record).cost(of: usage, at: friday).total.text == "11")
    }

    @Test(
        arguments: [
            ([], ["input", "output", "web_searches"]),
            (
                [.inferenceGeoUS, .speedFast],
                ["input", "output", "inference_geo_us × 1.1", "speed_fast × 2", "web_searches"]
            ),
        ] as [(PriceConditions, [String])])
    func `a surcharge is a line of its own, and the lines add up`(conditions: PriceConditions, names: [String]) throws {
        let pricing = Pricing(
            catalogue: PriceCatalogue(providers: [
                CatalogueProvider(
                    id: "p", name: "P",
                    models: [
                        CatalogueModel(id: "m", prices: [try record()]),
                        CatalogueModel(
                            id: "other",
                            prices: [PriceRecord(standard: TieredRates(base: try rates([.input: "7.000001"])))]),
                    ])
            ]))
        var usage = Usage.tokens(1_234_567, 89).under(conditions).with(.webSearches, 2)
        var names = names
        for part in 0..<2 {
            let lines = pricing.lines(of: usage, provider: "p", responseModel: "m", requestModel: nil, at: friday)
            #expect(lines.map(\.name) == names)
            let cost = pricing.price(usage, provider: "p", responseModel: "m", requestModel: nil, at: friday).cost
            #expect(lines.compactMap(\.amount).reduce(.zero, +) == cost)
            guard part == 0 else { break }
            var tokens = TokenCounts()
            tokens.input = 17
            usage.additional = [ModelUsage(model: "other", tokens: tokens)]
            names.append("input (other)")
        }
    }

    @Test func `the model that priced a call goes before its name`() throws {
        let pricing = Pricing(
            catalogue: PriceCatalogue(providers: [
                CatalogueProvider(
                    id: "p", name: "P",
                    models: [
                        CatalogueModel(id: "m", prices: [try record()]),
                        CatalogueModel(
                            id: "eu-m", prices: [PriceRecord(standard: TieredRates(base: try rates([.input: "6"])))]),
                    ])
            ]))
        func rate(_ priced: ModelID?) -> String? {
            pricing.lines(
                of: .tokens(5, 0), provider: "p", responseModel: "m", requestModel: nil, pricedAs: priced, at: friday
            ).first?.rate?.description
        }
        #expect(rate(nil) == "5" && rate("m") == "5" && rate("eu-m") == "6" && rate("gone") == "5")
    }
}
