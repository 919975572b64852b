import Money
import Pricing
import Testing
import Usage

@Suite struct OverrideTests {
    private func pricing(_ overrides: [PriceOverride]) throws -> Pricing {
        var dated = try model("gpt-4o-2024-08-06", [.input: "2.5", .cacheRead: "1.25", .output: "10"])
        dated.aliases = ["gpt-4o"]
        dated.contextWindow = 128_000
        dated.maxOutput = 16_384
        let catalogue = PriceCatalogue(
            providers: [
                CatalogueProvider(id: "openai", name: "OpenAI", models: [dated, try model("o3", [.input: "2"])])
            ])
        return Pricing(
            catalogue: catalogue, overrides: overrides, fallback: FallbackPrice("99/99"),
            catalogueProviders: ["mine": "openai"])
    }

    private func input(
        _ pricing: Pricing, provider: ProviderID = "openai", response: ModelID?, request: ModelID? = nil
    ) -> String {
        pricing.price(
            .tokens(1_000_000, 0), provider: provider, responseModel: response, requestModel: request, at: friday
        ).cost.text
    }

    @Test func `a configured price replaces the whole catalogue price`() throws {
        let pricing = try pricing([
            PriceOverride(provider: nil, model: "gpt-4o-2024-08-06", rates: try rates([.input: "1", .output: "2"]))
        ])
        var usage = Usage.tokens { $0.cachedInput = 1_000_000 }
        usage.meter(.webSearches, 1)
        let result = pricing.price(
            usage, provider: "openai", responseModel: "gpt-4o-2024-08-06", requestModel: nil, at: friday)
        #expect(Optional(result.known).text == "1")
        #expect(result.unpriced == ["web_searches"])
        #expect(result.source == .configured)
        #expect(result.pricedAs == "gpt-4o-2024-08-06")
    }

    @Test func `it is found by the name, by the catalogue's id, and by the request's name`() throws {
        let byID = try pricing([
            PriceOverride(provider: nil, model: "GPT-4o-2024-08-06", rates: try rates([.input: "7"]))
        ])
        #expect(input(byID, response: "gpt-4o") == "7")
        let byRequest = try pricing([PriceOverride(provider: nil, model: "gpt-4o", rates: try rates([.input: "8"]))])
        #expect(input(byRequest, response: "gpt-4o-2024-08-06", request: "gpt-4o") == "8")
        #expect(input(byRequest, response: "gpt-4o-2024-08-06", request: "o3") == "2.5")
        #expect(input(byRequest, response: "o3", request: "unknown") == "2")
    }

    @Test func `it adds models that the catalogue does not know`() throws {
        let pricing = try pricing([
            PriceOverride(provider: "mine", model: "In-House", rates: try rates([.input: "0.1"]))
        ])
        let result = pricing.price(
            .tokens(1_000_000, 0), provider: "mine", responseModel: "in-house", requestModel: nil, at: friday)
        #expect(result.cost.text == "0.1")
        #expect(result.pricedAs == "In-House")
        #expect(input(pricing, response: "in-house") == "99")
    }

    @Test func `the nearest of several holds`() throws {
        let pricing = try pricing([
            PriceOverride(provider: nil, model: "llama*", rates: try rates([.input: "1"])),
            PriceOverride(provider: nil, model: "llama-3*", rates: try rates([.input: "2"])),
            PriceOverride(provider: nil, model: "llama-3-70b", rates: try rates([.input: "3"])),
            PriceOverride(provider: "mine", model: "llama*", rates: try rates([.input: "4"])),
            PriceOverride(provider: "mine", model: "llama-3-70b", rates: try rates([.input: "5"])),
            PriceOverride(provider: "mine", model: "llama-3-70b", rates: try rates([.input: "6"])),
        ])
        #expect(input(pricing, response: "llama-2") == "1")
        #expect(input(pricing, response: "Llama-3-8b") == "2")
        #expect(input(pricing, response: "llama-3-70b") == "3")
        #expect(input(pricing, provider: "mine", response: "llama-3-8b") == "4")
        #expect(input(pricing, provider: "mine", response: "llama-3-70b") == "6")
        #expect(input(pricing, response: "lama") == "99")
    }

    @Test func `a dated override holds from its date on, before it the catalogue's price`() throws {
        let pricing = try pricing([
            PriceOverride(
                provider: nil, model: "o3",
                prices: [
                    PriceRecord(validFrom: friday + 10, standard: TieredRates(base: try rates([.input: "5"]))),
                    PriceRecord(validFrom: friday, standard: TieredRates(base: try rates([.input: "3"]))),
                ]),
            PriceOverride(
                provider: nil, model: "new",
                prices: [PriceRecord(validFrom: friday, standard: TieredRates(base: try rates([.input: "4"])))]),
        ])
        for (name, instant, cost, source) in [
            ("o3", friday - 1, "2", PriceSource.catalogue), ("o3", friday, "3", .configured),
            ("o3", friday + 10, "5", .configured), ("new", friday - 1, "99", .fallback),
            ("new", friday, "4", .configured),
        ] {
            let result = pricing.price(
                .tokens(1_000_000, 0), provider: "openai", responseModel: ModelID(rawValue: name), requestModel: nil,
                at: instant)
            #expect(result.cost.text == cost)
            #expect(result.source == source)
        }
    }

    @Test func `the fees of the provider's tools stay`() throws {
        let provider = CatalogueProvider(id: "openai", name: "OpenAI", tools: try rates([.perWebSearch: "0.01"]))
        let pricing = Pricing(
            catalogue: PriceCatalogue(providers: [provider]),
            overrides: [PriceOverride(provider: nil, model: "m", rates: try rates([.input: "1"]))])
        let usage = Usage.tokens(1_000_000, 0).with(.webSearches, 1)
        let result = pricing.price(usage, provider: "openai", responseModel: "m", requestModel: nil, at: friday)
        #expect(result.cost.text == "1.01")
    }

    @Test func `limits stay those of the catalogue unless they are given`() throws {
        let pricing = try pricing([
            PriceOverride(
                provider: nil, model: "gpt-4o",
                prices: [PriceRecord(standard: TieredRates(base: try rates([.input: "1"])))], maxOutput: 99)
        ])
        let model = pricing.resolve(provider: "openai", model: "gpt-4o")
        #expect(model?.contextWindow == 128_000)
        #expect(model?.maxOutput == 99)
    }
}
