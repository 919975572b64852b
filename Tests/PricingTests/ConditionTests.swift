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
}
