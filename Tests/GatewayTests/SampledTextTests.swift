import Gateway
import Testing
import Tokenization

struct SampledTextTests {
    private static let words = [
        "the", "ledger", "is", "right", "when", "every", "call", "that", "reached", "a", "client", "has", "its", "row",
        "Abrechnung", "überweisen", "naïve", "日本語", "func", "return", "x += 1;", "(value)", "3.14159",
        "https://a.test/b",
    ]

    private func prose(_ bytes: Int, seed: UInt64) -> [UInt8] {
        var state = seed
        var text: [UInt8] = []
        while text.count < bytes {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            text += Array(Self.words[Int(state >> 33) % Self.words.count].utf8)
            text.append(state >> 60 == 0 ? UInt8(ascii: "\n") : UInt8(ascii: " "))
        }
        return text
    }

    @Test(arguments: [1 << 10, 100 << 10, 300 << 10, 1 << 20])
    func `pieces of a text tell its tokens within two per cent, and no more of it is kept`(bytes: Int) {
        let text = prose(bytes, seed: UInt64(bytes))
        let tokenizer = Tokenizer.shared(.o200kBase)
        var sampled = SampledText()
        for start in stride(from: 0, to: text.count, by: 130_000) {
            sampled.append(Array(text[start..<min(start + 130_000, text.count)]))
        }
        let exact = tokenizer.count(text)
        #expect(sampled.byteCount == text.count)
        #expect(sampled.keptBytes <= 64 << 10)
        #expect(abs(sampled.tokens(tokenizer) - exact) * 50 <= exact)
    }

    @Test func `an empty text has no tokens`() {
        #expect(SampledText().tokens(.shared(.o200kBase)) == 0)
    }
}
