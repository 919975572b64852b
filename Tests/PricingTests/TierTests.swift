import Money
import Pricing
import Testing
import Usage

@Suite struct TierTests {
    private func tiered() throws -> PriceRecord {
        var record = PriceRecord(
            standard: TieredRates(
                base: try rates([.input: "1", .cacheRead: "0.1", .output: "10", .outputImage: "100"]),
                tiers: [
                    // Out of order on purpose.
                    .init(aboveInputTokens: 500_000, rates: try rates([.input: "4", .output: "40"])),
                    .init(
                        aboveInputTokens: 200_000, rates: try rates([.input: "2", .cacheRead: "0.2", .output: "20"])),
                ]))
        record.variants = [
            .init(
                tier: .batch,
                rates: TieredRates(
                    base: try rates([.input: "0.5"]),
                    tiers: [.init(aboveInputTokens: 300_000, rates: try rates([.input: "0.9"]))])),
            .init(tier: .priority, rates: TieredRates(base: try rates([.input: "7", .output: "70"]))),
        ]
        return record
    }

    @Test(
        arguments: [
            (ServiceTier.standard, Int64(200_000), "0.2", "0.00001"), (.standard, 200_001, "0.400002", "0.00002"),
            (.standard, 500_000, "1", "0.00002"), (.standard, 500_001, "2.000004", "0.00004"),
            // A variant's own tiers; what it does not price has the standard rate with the standard tiers.
            (.batch, 200_001, "0.1000005", "0.00002"), (.batch, 300_001, "0.2700009", "0.00002"),
            (.batch, 100, "0.00005", "0.00001"),
            // A variant without tiers has none.
            (.priority, 500_001, "3.500007", "0.00007"),
            // One that the model does not have is the standard one.
            (.flex, 200_001, "0.400002", "0.00002"),
        ] as [(ServiceTier, Int64, String, String)])
    func `the highest bound below the input reprices the whole call`(
        tier: ServiceTier, input: Int64, inputCost: String, outputCost: String
    ) throws {
        let model = PricedModel.with(try tiered())
        let without = model.cost(of: .tokens(input, 0).served(tier), at: friday).known
        let with = model.cost(of: .tokens(input, 1).served(tier), at: friday).known
        #expect(Optional(without).text == inputCost)
        #expect(Optional(with - without).text == outputCost)
    }

    @Test func `cached tokens count towards the bound`() throws {
        let model = PricedModel.with(try tiered())
        let usage = Usage.tokens {
            $0.input = 1
            $0.cachedInput = 200_000
        }
        #expect(model.cost(of: usage, at: friday).total.text == "0.040002")
    }

    @Test func `a rate that a tier leaves out stays what it was`() throws {
        let model = PricedModel.with(try tiered())
        let usage = Usage.tokens {
            $0.input = 500_001
            $0.imageOutput = 1_000
        }
        #expect(model.cost(of: usage, at: friday).total.text == "2.100004")
    }

    @Test func `the largest single request is judged where it is told`() throws {
        let model = PricedModel.with(try tiered())
        var usage = Usage.tokens(400_000, 0)
        usage.tierInputTokens = 150_000
        #expect(model.cost(of: usage, at: friday).total.text == "0.4")
    }

    @Test func `parts are judged alone`() throws {
        let model = PricedModel.with(try tiered())
        var usage = Usage.tokens(150_000, 0)
        var part = TokenCounts()
        part.input = 250_000
        usage.additional = [ModelUsage(model: nil, tokens: part)]
        #expect(model.cost(of: usage, at: friday).total.text == "0.65")
    }

    @Test func `bought capacity costs nothing more`() throws {
        let model = PricedModel.with(try tiered())
        #expect(model.cost(of: .tokens(1_000, 1_000).served(.provisioned), at: friday).total == .zero)
    }
}
