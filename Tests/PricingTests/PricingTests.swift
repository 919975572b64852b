import Money
import Pricing
import Testing
import Usage

@Suite struct PricingTests {
    private func catalogue() throws -> PriceCatalogue {
        PriceCatalogue(providers: [
            CatalogueProvider(
                id: "openai", name: "OpenAI", tools: try rates([.perWebSearch: "0.01"]),
                models: [
                    try model("gpt-4o", [.input: "2.5", .output: "10"]),
                    try model("gpt-4o-dated", [.input: "5", .output: "15"]),
                    CatalogueModel(
                        id: "later",
                        prices: [PriceRecord(validFrom: friday, standard: TieredRates(base: try rates([.input: "1"])))]),
                    CatalogueModel(
                        id: "limits", contextWindow: 128_000, maxOutput: 16_384,
                        prices: [PriceRecord(standard: TieredRates(base: try rates([.input: "1"])))]),
                ]),
            CatalogueProvider(
                id: "bedrock", name: "Bedrock", requestNameFirst: true,
                models: [try model("eu.m", [.input: "1.1"]), try model("m", [.input: "1"])]),
        ])
    }

    private func price(
        _ pricing: Pricing, _ usage: Usage = .tokens(1_000_000, 0), provider: ProviderID = "openai",
        response: ModelID?, request: ModelID?, at instant: Int64 = friday
    ) -> PriceResult {
        pricing.price(usage, provider: provider, responseModel: response, requestModel: request, at: instant)
    }

    @Test func `the answer's model prices the call, else the request's`() throws {
        let pricing = Pricing(catalogue: try catalogue())
        let answered = price(pricing, response: "gpt-4o-dated", request: "gpt-4o")
        #expect(answered.cost.text == "5")
        #expect(answered.pricedAs == "gpt-4o-dated")
        #expect(answered.source == .catalogue)
        #expect(price(pricing, response: "my-deployment", request: "gpt-4o").pricedAs == "gpt-4o")
        #expect(price(pricing, response: nil, request: "gpt-4o").cost.text == "2.5")
        #expect(price(pricing, response: "gpt-4o", request: nil).cost.text == "2.5")
    }

    @Test func `where the path says the region, the request's model goes first`() throws {
        let pricing = Pricing(catalogue: try catalogue())
        #expect(price(pricing, provider: "bedrock", response: "m", request: "eu.m").cost.text == "1.1")
        #expect(price(pricing, provider: "bedrock", response: "m", request: "arn:unknown").cost.text == "1")
    }

    @Test func `an unknown model has no cost, never a cost of 0`() throws {
        let pricing = Pricing(catalogue: try catalogue())
        let usage = Usage.tokens(5, 6).with(.webSearches, 1)
        let result = price(pricing, usage, response: "x", request: "y")
        #expect(result.cost == nil)
        #expect(result.known == .zero)
        #expect(result.unpriced == ["input", "output", "web_searches"])
        #expect(result.pricedAs == nil)
        #expect(result.source == .none)
        #expect(price(pricing, Usage(), response: "x", request: nil) == .unknown)
        #expect(price(pricing, Usage(), response: nil, request: nil) == .unknown)
        #expect(price(pricing, provider: "nobody", response: "gpt-4o", request: nil).cost == nil)
    }

    @Test func `a partly priced call tells both parts`() throws {
        let pricing = Pricing(catalogue: try catalogue())
        let usage = Usage.tokens(1_000_000, 0).with(.pages, 1)
        let result = price(pricing, usage, response: "gpt-4o", request: nil)
        #expect(result.cost == nil)
        #expect(Optional(result.known).text == "2.5")
        #expect(result.unpriced == ["pages"])
        #expect(result.pricedAs == "gpt-4o")
    }

    @Test func `what the provider states goes before every price`() throws {
        let pricing = Pricing(catalogue: try catalogue(), fallback: FallbackPrice("1/1"))
        var usage = Usage.tokens(1_000_000, 0)
        usage.statedCost = ExactUSD(decimal: "0.0076509169000000005")
        let result = price(pricing, usage, response: "gpt-4o", request: nil)
        #expect(result.cost?.description == "0.0076509169000000005")
        #expect(result.known == result.cost)
        #expect(result.listCost.text == "2.5")
        #expect(result.source == .provider)
        #expect(result.pricedAs == "gpt-4o")
        let unlisted = price(Pricing(catalogue: try catalogue()), usage, response: "x", request: nil)
        #expect(unlisted.cost == usage.statedCost)
        #expect(unlisted.listCost == nil)
        #expect(unlisted.unpriced == [])
    }

    @Test func `the fallback prices only what nothing else knows`() throws {
        let pricing = Pricing(catalogue: try catalogue(), fallback: FallbackPrice("2.50/10.00"))
        let usage = Usage.tokens {
            $0.cachedInput = 1_000_000
            $0.reasoning = 1_000_000
        }
        let result = price(pricing, usage, response: "x", request: "y")
        #expect(result.cost.text == "12.5")
        #expect(result.source == .fallback)
        #expect(result.pricedAs == nil)
        #expect(price(pricing, response: "x", request: "gpt-4o").source == .catalogue)
        #expect(price(pricing, Usage().with(.pages, 1), response: "x", request: nil).cost == nil)
        #expect(price(pricing, response: "later", request: nil, at: friday - 1).source == .fallback)
        #expect(price(pricing, response: "later", request: nil).source == .catalogue)
    }

    @Test(arguments: ["", "/", "1", "1/", "/1", "1/2/3", "a/b", "1/-2", "1e3/1", "1 / 2"])
    func `what is not two prices is no fallback`(text: String) {
        #expect(FallbackPrice(text) == nil)
    }

    @Test func `bought capacity costs 0 whatever the model`() throws {
        let pricing = Pricing(catalogue: try catalogue())
        #expect(price(pricing, .tokens(9, 9).served(.provisioned), response: "gpt-4o", request: nil).cost == .zero)
        #expect(price(pricing, .tokens(9, 9).served(.provisioned), response: "x", request: nil).cost == .zero)
    }

    @Test func `further models of a call have their own prices`() throws {
        let pricing = Pricing(catalogue: try catalogue())
        var part = TokenCounts()
        part.input = 1_000_000
        var usage = Usage.tokens(1_000_000, 0)
        usage.additional = [ModelUsage(model: "gpt-4o-dated", tokens: part), ModelUsage(model: nil, tokens: part)]
        #expect(price(pricing, usage, response: "gpt-4o", request: nil).cost.text == "10")
        usage.additional.append(ModelUsage(model: "x", tokens: part))
        let partly = price(pricing, usage, response: "gpt-4o", request: nil)
        #expect(partly.cost == nil)
        #expect(Optional(partly.known).text == "10")
        #expect(partly.unpriced == ["input"])
        // A system of models that has no price itself is priced by its parts.
        usage.tokens = TokenCounts()
        usage.additional = [ModelUsage(model: "gpt-4o", tokens: part)]
        let compound = price(pricing, usage, response: "compound", request: nil)
        #expect(compound.cost.text == "2.5")
        #expect(compound.source == .catalogue)
        let guessed = Pricing(catalogue: try catalogue(), fallback: FallbackPrice("1/1"))
        usage.additional = [ModelUsage(model: "x", tokens: part)]
        #expect(price(guessed, usage, response: "gpt-4o", request: nil).source == .fallback)
    }

    @Test func `a second account has the prices of its provider`() throws {
        let pricing = Pricing(catalogue: try catalogue(), catalogueProviders: ["openai-eu": "openai"])
        #expect(price(pricing, provider: "openai-eu", response: "gpt-4o", request: nil).cost.text == "2.5")
    }

    @Test func `limits of a model are known`() throws {
        let model = Pricing(catalogue: try catalogue()).resolve(provider: "openai", model: "limits")
        #expect(model?.contextWindow == 128_000)
        #expect(model?.maxOutput == 16_384)
    }

    @Test func `more names than are kept are still priced`() throws {
        let pricing = Pricing(catalogue: try catalogue())
        for number in 0..<10_000 {
            #expect(pricing.resolve(provider: "openai", model: ModelID(rawValue: "hostile-\(number)")) == nil)
        }
        #expect(price(pricing, response: "gpt-4o", request: nil).cost.text == "2.5")
    }

    @Test func `callers on many threads find the same`() async throws {
        let pricing = Pricing(catalogue: try catalogue())
        let costs = await withTaskGroup(of: ExactUSD?.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let name: ModelID = number.isMultiple(of: 2) ? "gpt-4o" : "gpt-4o@latest"
                    return pricing.price(
                        .tokens(1_000_000, 0), provider: "openai", responseModel: name, requestModel: nil, at: friday
                    ).cost
                }
            }
            return await group.reduce(into: Set<ExactUSD?>()) { $0.insert($1) }
        }
        #expect(costs == [ExactUSD(decimal: "2.5")])
    }
}

@Suite struct PriceLineTests {
    @Test func `the lines of a call add up to its cost`() throws {
        let listed = CatalogueModel(
            id: "m",
            prices: [
                PriceRecord(
                    standard: TieredRates(
                        base: try rates([
                            .input: "2.5", .output: "10.0000000001", .cacheRead: "0.3333333333", .perWebSearch: "0.01",
                        ])))
            ])
        let pricing = Pricing(
            catalogue: PriceCatalogue(providers: [CatalogueProvider(id: "p", name: "P", models: [listed])]))
        var usage = Usage.tokens {
            $0.input = 1_234_567
            $0.cachedInput = 89
            $0.output = 3
            $0.reasoning = 7
        }
        usage.meter(.webSearches, 2)
        usage.meter(.requests, 1)
        let lines = pricing.lines(of: usage, provider: "p", responseModel: "m", requestModel: nil, at: friday)
        #expect(lines.map(\.name) == ["input", "cached_input", "output", "reasoning", "web_searches"])
        let rates = lines.map { $0.rate?.description }
        #expect(rates == ["2.5", "0.3333333333", "10.0000000001", "10.0000000001", "0.01"])
        let cost = pricing.price(usage, provider: "p", responseModel: "m", requestModel: nil, at: friday).cost
        #expect(lines.compactMap(\.amount).reduce(.zero, +) == cost)
    }

    @Test func `a class without a price has a line without an amount`() throws {
        let pricing = Pricing(
            catalogue: PriceCatalogue(providers: [
                CatalogueProvider(id: "p", name: "P", models: [try model("m", [.input: "1"])])
            ]))
        func lines(_ model: ModelID) -> [PriceLine] {
            pricing.lines(of: .tokens(5, 6), provider: "p", responseModel: model, requestModel: nil, at: friday)
        }
        #expect(lines("m").map(\.amount?.description) == ["0.000005", nil])
        #expect(lines("x") == [])
    }
}
