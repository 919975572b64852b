import Gateway
import Testing
import Tokenization

struct LongTextTests {
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
            text.append(state >> 60 == 0 ? UInt8(ascii: "\n") : UInt8(ascii: " "))
            text += Array(Self.words[Int(state >> 33) % Self.words.count].utf8)
        }
        return text
    }

    /// Pieces of `text`, each beginning with a space or a line's end, as deltas do.
    private func pieces(_ text: [UInt8], of size: Int) -> [[UInt8]] {
        var result: [[UInt8]] = []
        var start = 0
        while start < text.count {
            var end = min(start + size, text.count)
            while end < text.count, text[end] != UInt8(ascii: " ") { end += 1 }
            result.append(Array(text[start..<end]))
            start = end
        }
        return result
    }

    @Test(arguments: [1 << 10, 100 << 10, 300 << 10, 1 << 20])
    func `the pieces of a text have its tokens, whichever thread counts them`(bytes: Int) {
        let text = prose(bytes, seed: UInt64(bytes))
        let long = LongText(.o200kBase, mostWaiting: 64 << 20)
        var pieces = pieces(text, of: 65_536)
        let rest = pieces.removeLast()
        for piece in pieces { long.append(piece) }
        let exact = Tokenizer.shared(.o200kBase).count(text)
        // A line's end before a word may be a token with the word before it: one a cut at most.
        #expect(abs(long.tokens(endingWith: rest) - exact) <= pieces.count)
    }

    @Test func `where nothing may wait the text is taken to be like its end`() {
        let text = prose(300 << 10, seed: 7)
        let long = LongText(.o200kBase, mostWaiting: 0)
        var pieces = pieces(text, of: 65_536)
        let rest = pieces.removeLast()
        for piece in pieces { long.append(piece) }
        let exact = Tokenizer.shared(.o200kBase).count(text)
        #expect(abs(long.tokens(endingWith: rest) - exact) * 50 <= exact)
    }

    @Test func `an empty text has no tokens`() {
        #expect(LongText(.o200kBase).tokens(endingWith: []) == 0)
    }
}
