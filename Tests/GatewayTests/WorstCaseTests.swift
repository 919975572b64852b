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
        var drawn = PriceRecord(standard: TieredRates(base: [.perImage: try #require(Rate(decimal: "0.04"))]))
        drawn.images = [
            .init(variant: "hd/1024x1024", rate: try #require(Rate(decimal: "0.08"))),
            .init(variant: "hd/1792x1024", rate: try #require(Rate(decimal: "0.12"))),
            .init(variant: "standard/1024x1024", rate: try #require(Rate(decimal: "0.04"))),
        ]
        func model(_ id: String, _ rates: ClassRates, window: Int64? = nil, output: Int64? = nil) -> CatalogueModel {
            CatalogueModel(
                id: ModelID(rawValue: id), contextWindow: window, maxOutput: output,
                prices: [PriceRecord(standard: TieredRates(base: rates))])
        }
        let picture: ClassRates = [
            .input: try #require(Rate(decimal: "5")), .inputImage: try #require(Rate(decimal: "10")),
            .outputImage: try #require(Rate(decimal: "40")),
        ]
        let heard: ClassRates = [.perAudioHour: try #require(Rate(decimal: "3.6"))]
        let media = [
            CatalogueModel(id: ModelID(rawValue: "dall-e-3"), prices: [drawn]), model("gpt-image-1", picture),
            model("gpt-image-9", picture), model("whisper-1", heard),
            model("transcribe", rates, window: 16_000, output: 2000),
        ]
        let provider = CatalogueProvider(id: openai, name: "OpenAI", models: [known, endless] + media)
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

    private func find(
        _ facts: RequestFacts, _ api: API, imageTokens: Int64? = nil, flavor: UsageFlavor = .openai
    ) throws -> WorstCase {
        WorstCaseRule(pricing: try pricing(), imageTokens: imageTokens).find(
            try #require(WorstCaseRule.Media(api)), facts, provider: openai,
            model: facts.model.map { ModelID(rawValue: $0) }, flavor: flavor, startedAt: now)
    }

    private func facts(_ body: String, _ api: API = .images) throws -> RequestFacts {
        try Array(body.utf8).withUnsafeBytes { try RequestScanner.scan($0, api: api) }
    }

    @Test(
        arguments: [
            (#""quality":"hd","size":"1792x1024""#, 120_000_000), (#""quality":"hd""#, 80_000_000),
            (#""n":1"#, 40_000_000), (#""quality":"standard","size":"1024x1024","n":3"#, 120_000_000),
            // What the price list does not name may cost as much as the dearest.
            (#""quality":"hd","size":"4096x4096""#, 120_000_000),
            (#""quality":"best","size":"1","n":10"#, 1_200_000_000),
        ] as [(String, Int64)])
    func `pictures at a price cost that price, as many as are asked for`(fields: String, nanos: Int64) throws {
        let found = try bounded(try find(try facts(#"{"model":"dall-e-3","prompt":"a cat",\#(fields)}"#), .images))
        #expect(found.cost.rawValue == nanos + 1)
    }

    @Test(
        arguments: [
            (#""quality":"low","size":"1024x1024""#, 272), (#""quality":"medium","size":"1024x1536""#, 1584),
            (#""quality":"high","size":"1024x1024","n":2"#, 8320), (#""quality":"auto""#, 6240), (#""n":1"#, 6240),
            (#""quality":"low","size":"1024x1024","stream":true,"partial_images":3"#, 572),
        ] as [(String, Int64)])
    func `pictures by tokens cost the tokens of their quality and size`(fields: String, tokens: Int64) throws {
        let body = #"{"model":"gpt-image-1","prompt":"a cat",\#(fields)}"#
        let found = try bounded(try find(try facts(body), .images))
        let prompt = Int64(body.utf8.count) * 10_000
        #expect(found.cost.rawValue > tokens * 40_000 + prompt)
        #expect(found.cost.rawValue < tokens * 40_000 + prompt + 1_000_000)
    }

    @Test func `pictures that are sent count by the allowance, else they are not bounded`() throws {
        var sent = RequestFacts(model: "gpt-image-1", isInlineTextOnly: false, bodyBytes: 1_000_300)
        sent.isForm = true
        sent.attachments.images = 3
        sent.attachments.bytes = 1_000_000
        sent.hints.imageQuality = "low"
        sent.hints.imageSize = "1024x1024"
        let found = try bounded(try find(sent, .images, imageTokens: 2000))
        #expect((6300..<6500).contains(found.bound.inputTokens))
        for unknown in [
            try find(sent, .images),
            try find(try facts(#"{"model":"gpt-image-1","images":[{"image_url":"https://x/y"}]}"#), .images),
            try find(try facts(#"{"model":"gpt-image-9","prompt":"a cat"}"#), .images, imageTokens: 2000),
            try find(try facts(#"{"model":"dall-e-3","instances":[{}]}"#), .images, flavor: .vertex),
            try find(RequestFacts(model: "whisper-1"), .transcriptions),
        ] {
            guard case .unbounded(let reason) = unknown else {
                Issue.record("bounded: \(unknown)")
                continue
            }
            #expect(!reason.isEmpty)
        }
        guard case .unpriced = try find(RequestFacts(model: "nobody-knows"), .images) else {
            Issue.record("priced")
            return
        }
    }

    @Test func `a recording costs its length, or the tokens that its model may have`() throws {
        var heard = RequestFacts(model: "whisper-1", isInlineTextOnly: false)
        heard.hints.audioMicroseconds = 10_400_000
        // Eleven seconds, and one to spare, at a tenth of a cent.
        #expect(try bounded(try find(heard, .transcriptions)).cost.rawValue == 12_000_001)
        heard.model = "transcribe"
        let found = try bounded(try find(heard, .translations))
        #expect(found.cost.rawValue == 16_000 * 1000 + 2000 * 10_000 + 1)
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
