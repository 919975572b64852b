import Money
import Pricing
import Testing
import Usage

@Suite struct TokenCostTests {
    /// A rate of its own for every class: which one was taken shows in the cost of a million tokens.
    private let all: [RateClass: String] = [
        .input: "1", .cacheRead: "2", .cacheWrite: "3", .cacheWrite1h: "4", .inputAudio: "5", .cacheReadAudio: "6",
        .inputImage: "7", .cacheReadImage: "8", .inputVideo: "9", .output: "10", .reasoning: "11",
        .outputAudio: "12", .outputImage: "13", .citation: "14",
    ]

    private static let classes: [(any WritableKeyPath<TokenCounts, Int64> & Sendable, String, String)] = [
        (\.input, "1", "1"), (\.cachedInput, "2", "1"), (\.cacheWrite5m, "3", "1"), (\.cacheWrite1h, "4", "1"),
        (\.audioInput, "5", "1"), (\.cachedAudioInput, "6", "1"), (\.imageInput, "7", "1"),
        (\.cachedImageInput, "8", "1"), (\.videoInput, "9", "1"), (\.output, "10", "10"), (\.reasoning, "11", "10"),
        (\.audioOutput, "12", "10"), (\.imageOutput, "13", "10"), (\.citation, "14", "10"),
    ]

    @Test(arguments: classes)
    func `a class costs its own rate, else that of text`(
        path: any WritableKeyPath<TokenCounts, Int64> & Sendable, own: String, substitute: String
    ) throws {
        let usage = Usage.tokens { $0[keyPath: path] = 1_000_000 }
        let full = PricedModel.with(PriceRecord(standard: TieredRates(base: try rates(all))))
        #expect(full.cost(of: usage, at: friday).total.text == own)
        let plain = PricedModel.with(
            PriceRecord(standard: TieredRates(base: try rates([.input: "1", .output: "10"]))))
        #expect(plain.cost(of: usage, at: friday).total.text == substitute)
    }

    @Test func `nearer substitutes go first`() throws {
        let model = PricedModel.with(
            PriceRecord(standard: TieredRates(base: try rates([.input: "1", .cacheRead: "2", .cacheWrite: "3"]))))
        let usage = Usage.tokens {
            $0.cachedAudioInput = 1_000_000
            $0.cachedImageInput = 1_000_000
            $0.cacheWrite1h = 1_000_000
        }
        #expect(model.cost(of: usage, at: friday).total.text == "7")
    }

    @Test func `what has no rate is named, and the rest is priced`() throws {
        let model = PricedModel.with(PriceRecord(standard: TieredRates(base: try rates([.input: "3"]))))
        let usage = Usage.tokens {
            $0.input = 1_000_000
            $0.output = 5
            $0.reasoning = 1
        }
        let cost = model.cost(of: usage, at: friday)
        #expect(cost.total == nil)
        #expect(Optional(cost.known).text == "3")
        #expect(cost.unpriced == ["output", "reasoning"])
        #expect(model.cost(of: .tokens(1_000_000, 0), at: friday).total.text == "3")
    }

    @Test(arguments: classes)
    func `absurd counts are not billed, and do not trap`(
        path: any WritableKeyPath<TokenCounts, Int64> & Sendable, own: String, substitute: String
    ) throws {
        let model = PricedModel.with(PriceRecord(standard: TieredRates(base: try rates(all))))
        for absurd in [Int64.max, .min, -1, 1_000_000_000_001] {
            let cost = model.cost(of: .tokens { $0[keyPath: path] = absurd }, at: friday)
            #expect(cost.known == .zero)
            #expect(cost.unpriced.count == 1)
        }
    }

    @Test func `fields that the dialect rejected make the cost unknown`() throws {
        let model = PricedModel.with(PriceRecord(standard: TieredRates(base: try rates(all))))
        var usage = Usage.tokens(1_000_000, 0)
        usage.rejected = ["completion_tokens"]
        let cost = model.cost(of: usage, at: friday)
        #expect(cost.total == nil)
        #expect(Optional(cost.known).text == "1")
        #expect(cost.unpriced == ["completion_tokens"])
    }

    @Test func `costs are conserved: the whole costs what its classes cost alone`() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<300 {
            var base = ClassRates()
            for rateClass in all.keys {
                base[rateClass] = Rate(pico: Int64.random(in: 0...1_000_000_000_000_000, using: &random))
            }
            let model = PricedModel.with(PriceRecord(standard: TieredRates(base: base)))
            var whole = Usage()
            var sum = ExactUSD.zero
            for (path, _, _) in Self.classes {
                let count = Int64.random(in: 0...2_000_000, using: &random)
                whole.tokens[keyPath: path] = count
                sum += model.cost(of: .tokens { $0[keyPath: path] = count }, at: friday).known
            }
            #expect(model.cost(of: whole, at: friday).total == sum)
        }
    }
}
