import Money
import Pricing
import Testing
import Usage

@Suite struct MeterTests {
    private static let prices: [RateClass: String] = [
        .perAudioHour: "0.36", .perOutputAudioHour: "0.72", .perMillionCharacters: "15",
        .perMillionOutputCharacters: "30", .perImage: "0.04", .perInputImage: "0.01", .perMegapixel: "0.05",
        .perPage: "0.002", .perAnnotatedPage: "0.003", .perSearchUnit: "0.0025", .perQuery: "0.00007",
        .perRequest: "0.005", .perWebSearch: "0.01", .perWebSearchPreview: "0.025", .perFileSearch: "0.0025",
        .perSocialSearch: "0.006", .perCodeExecution: "0.007", .perCodeSession: "0.03", .perMapsQuery: "0.014",
    ]

    @Test(
        arguments: [
            (BilledUnit.inputAudioMicroseconds, Int64(10_000_000), "0.001"),
            (.outputAudioMicroseconds, 5_000_000, "0.001"),
            (.inputCharacters, 1_000, "0.015"), (.outputCharacters, 1_000, "0.03"), (.generatedImages, 2, "0.08"),
            (.inputImages, 3, "0.03"), (.pixels, 1_048_576, "0.0524288"), (.pages, 10, "0.02"),
            (.annotatedPages, 10, "0.03"), (.searchUnits, 2, "0.005"), (.queries, 1, "0.00007"),
            (.requests, 1, "0.005"),
            (.webSearches, 3, "0.03"), (.webSearchPreviews, 2, "0.05"), (.fileSearches, 2, "0.005"),
            (.socialSearches, 1, "0.006"), (.codeExecutions, 1, "0.007"), (.codeSessions, 1, "0.03"),
            (.mapsQueries, 1, "0.014"),
        ] as [(BilledUnit, Int64, String)])
    func `each unit costs its own price, and without one it is named`(
        unit: BilledUnit, quantity: Int64, cost: String
    ) throws {
        let priced = PricedModel.with(PriceRecord(standard: TieredRates(base: try rates(Self.prices))))
        let usage = Usage().with(unit, quantity)
        #expect(priced.cost(of: usage, at: friday).total.text == cost)
        let bare = PricedModel.with(PriceRecord(standard: TieredRates(base: try rates([.input: "1"]))))
        // A request as such is free where no price says otherwise.
        let names = unit == .requests ? [] : [unit.rawValue]
        #expect(bare.cost(of: usage, at: friday) == Cost(known: .zero, unpriced: names))
    }

    @Test(arguments: BilledUnit.allCases)
    func `every unit has a price here, and absurd quantities are not billed`(unit: BilledUnit) throws {
        let priced = PricedModel.with(PriceRecord(standard: TieredRates(base: try rates(Self.prices))))
        #expect(priced.cost(of: Usage().with(unit, 1), at: friday).unpriced == [])
        for absurd in [-1, Int64.max] {
            #expect(priced.cost(of: Usage().with(unit, absurd), at: friday).unpriced == [unit.rawValue])
        }
    }

    @Test(
        arguments: [
            (BilledUnit.inputAudioMicroseconds, \TokenCounts.audioInput, RateClass.inputAudio),
            (.outputAudioMicroseconds, \.audioOutput, .outputAudio), (.generatedImages, \.imageOutput, .outputImage),
            (.inputImages, \.imageInput, .inputImage), (.inputCharacters, \.input, .input),
        ] as [(BilledUnit, any WritableKeyPath<TokenCounts, Int64> & Sendable, RateClass)])
    func `what is told in tokens and in another unit is billed once, by tokens`(
        unit: BilledUnit, path: any WritableKeyPath<TokenCounts, Int64> & Sendable, rateClass: RateClass
    ) throws {
        let usage = Usage.tokens { $0[keyPath: path] = 1_000_000 }.with(unit, 1)
        var prices = Self.prices
        prices[rateClass] = "6"
        let both = PricedModel.with(PriceRecord(standard: TieredRates(base: try rates(prices))))
        #expect(both.cost(of: usage, at: friday).total.text == "6")
        let unitOnly = PricedModel.with(PriceRecord(standard: TieredRates(base: try rates(Self.prices))))
        #expect(unitOnly.cost(of: usage, at: friday).unpriced.count == 1)
        #expect(unitOnly.cost(of: usage, at: friday).known > .zero)
    }

    @Test(
        arguments: [
            ("high/1024x1024", "0.167"), ("1024x1024", "0.02"), ("low/1024x1024", "0.02"), ("low/2048x2048", "0.04"),
            (nil, "0.04"),
        ] as [(String?, String)])
    func `an image costs what its quality and size cost, else its size, else an image`(
        variant: String?, cost: String
    ) throws {
        var record = PriceRecord(standard: TieredRates(base: try rates([.perImage: "0.04"])))
        record.images = [
            .init(variant: "high/1024x1024", rate: try usd("0.167")),
            .init(variant: "1024x1024", rate: try usd("0.02")),
        ]
        var usage = Usage().with(.generatedImages, 1)
        usage.imageVariant = variant
        #expect(PricedModel.with(record).cost(of: usage, at: friday).total.text == cost)
    }

    @Test(
        arguments: [
            ("low", "0.005"), ("medium", "0.008"), ("high", "0.012"), (nil, "0.005"), ("huge", "nil"),
        ] as [(String?, String)])
    func `a search may cost by the size of its context`(size: String?, cost: String) throws {
        let sized: [RateClass: String] = [
            .perWebSearchLow: "0.005", .perWebSearchMedium: "0.008", .perWebSearchHigh: "0.012",
        ]
        var usage = Usage().with(.webSearches, 1)
        usage.searchContextSize = size
        let model = PricedModel.with(PriceRecord(standard: TieredRates(base: try rates(sized))))
        #expect(model.cost(of: usage, at: friday).total.text == cost)
    }

    @Test func `a variant may have its own price of a unit`() throws {
        var record = PriceRecord(standard: TieredRates(base: try rates([.perPage: "0.002"])))
        record.variants = [.init(tier: .batch, rates: TieredRates(base: try rates([.perPage: "0.001"])))]
        let usage = Usage().with(.pages, 10)
        #expect(PricedModel.with(record).cost(of: usage.served(.batch), at: friday).total.text == "0.01")
        #expect(PricedModel.with(record).cost(of: usage, at: friday).total.text == "0.02")
    }

    @Test func `the provider's tools are priced where the model does not price them`() throws {
        let model = PricedModel(
            try model("m", [.input: "1", .perWebSearch: "0.02"]), provider: "p",
            tools: try rates([.perWebSearch: "0.01", .perFileSearch: "0.0025"]))
        let usage = Usage().with(.webSearches, 1).with(.fileSearches, 1)
        #expect(model.cost(of: usage, at: friday).total.text == "0.0225")
    }
}
