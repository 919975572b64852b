import Money
import Pricing
import Testing
import Usage

@Suite struct BoundTests {
    private func record() throws -> PriceRecord {
        var record = PriceRecord(
            standard: TieredRates(
                base: try rates([
                    .input: "2", .cacheRead: "0.2", .cacheWrite: "2.5", .cacheWrite1h: "4", .output: "10",
                    .inputAudio: "40", .outputAudio: "80", .perWebSearch: "0.01",
                ]),
                tiers: [
                    .init(
                        aboveInputTokens: 200_000, rates: try rates([.input: "4", .cacheWrite1h: "8", .output: "15"]))
                ]))
        record.variants = [
            .init(tier: .priority, rates: TieredRates(base: try rates([.input: "6", .output: "20"]))),
            .init(tier: .batch, rates: TieredRates(base: try rates([.input: "1", .output: "5"]))),
        ]
        return record
    }

    private func text(_ input: Int64, _ output: Int64?) -> CallBound {
        var bound = CallBound(inputTokens: input, outputTokens: output)
        bound.inputKinds = .text
        bound.outputKinds = .text
        return bound
    }

    @Test func `the dearest prompt tokens and the whole cap are counted`() throws {
        let model = PricedModel.with(try record(), maxOutput: 1_000)
        // 100 000 · 4 (one-hour cache write) + 1 000 · 10
        #expect(model.upperBound(of: text(100_000, nil), at: friday).text == "0.41")
        #expect(model.upperBound(of: text(100_000, 500), at: friday).text == "0.405")
        // the tier of long requests
        #expect(model.upperBound(of: text(200_001, 1_000), at: friday).text == "1.615008")
        var choices = text(100_000, 500)
        choices.choices = 3
        #expect(model.upperBound(of: choices, at: friday).text == "0.415")
    }

    @Test func `audio is counted where there may be some`() throws {
        let model = PricedModel.with(try record(), maxOutput: 1_000)
        #expect(model.upperBound(of: CallBound(inputTokens: 100_000), at: friday).text == "4.08")
    }

    @Test func `a requested tier, or any that the provider may choose, is counted`() throws {
        let model = PricedModel.with(try record(), maxOutput: 1_000)
        for (tier, cost) in [
            (ServiceTier.priority, "0.62"), (.fast, "0.62"), (.standard, "0.41"), (.flex, "0.41"), (nil, "0.62"),
        ] as [(ServiceTier?, String)] {
            var bound = text(100_000, nil)
            bound.serviceTier = tier
            #expect(model.upperBound(of: bound, at: friday).text == cost)
        }
        var bought = text(100_000, nil)
        bought.serviceTier = .provisioned
        #expect(model.upperBound(of: bought, at: friday) == .zero)
    }

    @Test func `conditions that may hold are counted, of two regions one`() throws {
        var record = try record()
        let factor = try #require(Factor(decimal: "1.1"))
        record.multipliers = [
            .init(condition: .dataResidencyEU, factor: factor), .init(condition: .dataResidencyUS, factor: factor),
            .init(condition: .speedFast, factor: try #require(Factor(decimal: "2"))),
        ]
        let model = PricedModel.with(record)
        var bound = text(100_000, 1_000)
        #expect(model.upperBound(of: bound, at: friday).text == "0.451")
        bound.conditions = []
        #expect(model.upperBound(of: bound, at: friday).text == "0.41")
        bound.serviceTier = .fast
        #expect(model.upperBound(of: bound, at: friday).text == "1.24")
    }

    @Test func `tool calls are counted, and must have a price`() throws {
        let model = PricedModel.with(try record())
        var bound = text(0, 0)
        bound.meters = [MeterReading(unit: .webSearches, quantity: 5), MeterReading(unit: .requests, quantity: 1)]
        #expect(model.upperBound(of: bound, at: friday).text == "0.05")
        bound.meters.append(MeterReading(unit: .fileSearches, quantity: 1))
        #expect(model.upperBound(of: bound, at: friday) == nil)
    }

    @Test func `what cannot be bounded is not`() throws {
        let model = PricedModel.with(try record())
        #expect(model.upperBound(of: text(10, nil), at: friday) == nil)
        #expect(model.upperBound(of: text(-1, 10), at: friday) == nil)
        #expect(model.upperBound(of: text(10, -1), at: friday) == nil)
        #expect(model.upperBound(of: text(.max, 10), at: friday) == nil)
        var batch = text(10, 10)
        batch.serviceTier = .batch
        #expect(model.upperBound(of: batch, at: friday) == nil)
        var many = text(10, .max / 2)
        many.choices = 3
        #expect(model.upperBound(of: many, at: friday) == nil)
        many.choices = 0
        #expect(model.upperBound(of: many, at: friday) == nil)
        let realtime = PricedModel.with(try record(), mode: .realtime)
        #expect(realtime.upperBound(of: text(10, 10), at: friday) == nil)
        let inputOnly = PricedModel.with(PriceRecord(standard: TieredRates(base: try rates([.input: "1"]))))
        #expect(inputOnly.upperBound(of: text(10, 10), at: friday) == nil)
    }

    @Test func `an embedding generates nothing`() throws {
        let model = PricedModel.with(
            PriceRecord(standard: TieredRates(base: try rates([.input: "0.02"]))), mode: .embedding)
        #expect(model.upperBound(of: text(1_000_000, nil), at: friday).text == "0.02")
    }

    @Test func `no call within a bound costs more than it`() throws {
        var random = SplitMix64(seed: 21)
        let model = PricedModel.with(try record())
        let paths: [WritableKeyPath<TokenCounts, Int64>] = [
            \.input, \.cachedInput, \.cacheWrite5m, \.cacheWrite1h, \.audioInput, \.cachedAudioInput,
        ]
        for _ in 0..<500 {
            var usage = Usage()
            for path in paths { usage.tokens[keyPath: path] = Int64.random(in: 0...60_000, using: &random) }
            usage.tokens.output = Int64.random(in: 0...5_000, using: &random)
            usage.tokens.audioOutput = Int64.random(in: 0...5_000, using: &random)
            usage.tokens.reasoning = Int64.random(in: 0...5_000, using: &random)
            let tier = try #require([ServiceTier.standard, .priority, .flex].randomElement(using: &random))
            usage.serviceTier = tier
            var bound = CallBound(
                inputTokens: usage.tokens.inputTotal + Int64.random(in: 0...1_000, using: &random),
                outputTokens: usage.tokens.outputTotal)
            bound.serviceTier = Bool.random(using: &random) ? tier : nil
            let most = try #require(model.upperBound(of: bound, at: friday))
            let cost = try #require(model.cost(of: usage, at: friday).total)
            #expect(cost <= most)
        }
    }

    @Test func `an estimate is the plain price of the prompt`() throws {
        let model = PricedModel.with(try record())
        #expect(model.estimate(inputTokens: 100_000, at: friday).text == "0.2")
        #expect(model.estimate(inputTokens: 300_000, at: friday).text == "1.2")
        #expect(model.estimate(inputTokens: -1, at: friday) == nil)
        let unpriced = PricedModel.with(PriceRecord(standard: TieredRates(base: [:])))
        #expect(unpriced.estimate(inputTokens: 1, at: friday) == nil)
    }
}
