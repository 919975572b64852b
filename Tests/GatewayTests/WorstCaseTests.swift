import Dialects
import Gateway
import Money
import Pricing
import Testing
import Usage

@Suite struct WorstCaseTests {
    private let openai = ProviderID(rawValue: "openai")
    private let now: Int64 = 1_795_000_000_000_000

    private func pricing(fallback: FallbackPrice? = nil) throws -> Pricing {
        let rates: ClassRates = [.input: try #require(Rate(decimal: "1")), .output: try #require(Rate(decimal: "10"))]
        let known = CatalogueModel(
            id: ModelID(rawValue: "small"), contextWindow: 100_000, maxOutput: 1000,
            prices: [PriceRecord(standard: TieredRates(base: rates))])
        let endless = CatalogueModel(
            id: ModelID(rawValue: "endless"), prices: [PriceRecord(standard: TieredRates(base: rates))])
        let provider = CatalogueProvider(id: openai, name: "OpenAI", models: [known, endless])
        return Pricing(catalogue: PriceCatalogue(providers: [provider]), fallback: fallback)
    }

    private func find(
        _ body: String, _ api: API = .chatCompletions, imageTokens: Int64? = nil, fallback: FallbackPrice? = nil
    ) throws -> WorstCase {
        let bytes = Array(body.utf8)
        return try bytes.withUnsafeBytes { bytes in
            let facts = try RequestScanner.scan(bytes, api: api)
            return WorstCaseRule(pricing: try pricing(fallback: fallback), imageTokens: imageTokens).find(
                facts, extent: PromptExtent(bytes, api: api), api: api, provider: openai,
                model: facts.model.map { ModelID(rawValue: $0) }, zoned: nil, startedAt: now)
        }
    }

    private func bounded(_ worst: WorstCase) throws -> WorstCase.Bounded {
        guard case .bounded(let bounded) = worst else {
            Issue.record("not bounded: \(worst)")
            throw Failure()
        }
        return bounded
    }

    private struct Failure: Error {}

    @Test func `bytes bound the input of text, the request's cap the output, times the answers asked for`() throws {
        let body = #"{"model":"small","max_tokens":50,"n":3,"messages":[{"role":"user","content":"Hello"}]}"#
        let found = try bounded(try find(body))
        #expect(found.bound.inputTokens >= Int64(body.utf8.count))
        #expect(found.bound.inputTokens < Int64(body.utf8.count) + 100)
        let nanos = found.bound.inputTokens * 1000 + 150 * 10_000
        #expect(found.cost.rawValue >= nanos)
        #expect(found.cost.rawValue <= nanos + 1)
    }

    @Test func `without a cap the model's largest output counts`() throws {
        let found = try bounded(try find(#"{"model":"small","messages":[]}"#))
        #expect(found.cost.rawValue > 1000 * 10_000)
    }

    @Test func `what is not all text is bounded by the context window, or an allowance for its images`() throws {
        let body =
            #"{"model":"small","max_tokens":1,"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x/y.png"}}]}]}"#
        #expect(try bounded(try find(body)).bound.inputTokens == 100_000)
        let found = try bounded(try find(body, imageTokens: 2000))
        #expect((2000..<2400).contains(found.bound.inputTokens))
    }

    @Test(arguments: [
        #"{"model":"small","max_tokens":1,"messages":[],"web_search_options":{}}"#,
        #"{"model":"small","max_tokens":1,"messages":[],"tools":[{"type":"web_search_20250305","name":"web_search"}]}"#,
        #"{"model":"small","max_tokens":1,"messages":[],"tools":[{"googleSearch":{}}]}"#,
        #"{"model":"endless","messages":[]}"#,
        #"{"model":"small","service_tier":"batch","max_tokens":1,"messages":[]}"#,
        #"{"max_tokens":1,"messages":[]}"#,
    ])
    func `what nothing bounds is not bounded`(body: String) throws {
        guard case .unbounded(let reason) = try find(body) else {
            Issue.record("bounded")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test func `a price that is not one of tokens alone is not bounded`() throws {
        guard case .unbounded = try find(#"{"model":"small","prompt":"a cat"}"#, .images) else {
            Issue.record("bounded")
            return
        }
    }

    @Test func `an unknown model is unpriced, unless there is a fallback`() throws {
        let body = #"{"model":"unknown","max_tokens":10,"messages":[]}"#
        guard case .unpriced = try find(body) else {
            Issue.record("priced")
            return
        }
        let fallback = try #require(FallbackPrice("2/20"))
        #expect(try bounded(try find(body, fallback: fallback)).cost.rawValue >= 10 * 20_000)
    }

    @Test func `the largest output cap that fits is found to the token`() throws {
        let found = try bounded(try find(#"{"model":"small","max_tokens":900,"messages":[]}"#))
        let left = NanoUSD(rawValue: found.bound.inputTokens * 1000 + 123 * 10_000 + 5)
        let capped = try #require(WorstCaseRule.largestCap(found, within: left, least: 16, at: now))
        #expect(capped.cap == 123)
        #expect(capped.cost <= left)
        #expect(WorstCaseRule.largestCap(found, within: .zero, least: 16, at: now) == nil)
    }

    @Test func `the caller's own tools are instructions, not calls`() throws {
        let body =
            #"{"model":"small","max_tokens":1,"messages":[],"tools":[{"type":"function","function":{"name":"f"}}]}"#
        #expect(try bounded(try find(body)).bound.inputTokens > 1024)
    }
}
