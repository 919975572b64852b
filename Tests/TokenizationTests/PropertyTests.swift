import Testing
import Tokenization

@Suite struct PropertyTests {
    /// What patterns trip over: contractions, cases, marks, digits, white space of every kind, special tokens, parts of
    /// characters.
    static let material: [[UInt8]] =
        [
            "a", "B", "the", " word", "'s", "'LL", "'\u{17F}", "\u{301}", "\u{4E2D}", "\u{1C5}", "\u{2B0}", "\u{AA}",
            "7",
            "12345", "\u{663}", " ", "  ", "\t", "\n", "\r\n", "\u{A0}", "\u{3000}", "\u{2028}", "\u{85}", "/", "!?",
            "\u{1F600}",
            "<|endoftext|>", "<|", "\0", "\u{200B}", "\u{FFFD}",
        ].map { Array($0.utf8) } + [[0xFF], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xC0, 0x80]]

    static func text(parts: Int, _ random: inout SeededGenerator) -> [UInt8] {
        (0..<parts).flatMap { _ in material[Int.random(in: 0..<material.count, using: &random)] }
    }

    @Test(arguments: Encoding.allCases, [SpecialTokens.asText, .recognized])
    func `tokens decode to the text, and are as many as counted`(encoding: Encoding, special: SpecialTokens) {
        let tokenizer = Tokenizer.shared(encoding)
        var random = SeededGenerator(seed: 1)
        for round in 0..<400 {
            let text = Self.text(parts: round % 60, &random)
            let tokens = tokenizer.encode(text, special: special)
            let valid = Array(String(decoding: text, as: UTF8.self).utf8)
            #expect(tokenizer.decode(tokens) == valid)
            #expect(tokenizer.count(text, special: special) == tokens.count)
            #expect(tokenizer.encode(valid, special: special) == tokens)
        }
    }

    @Test(arguments: Encoding.allCases, [SpecialTokens.asText, .recognized])
    func `a text in parts counts as the whole`(encoding: Encoding, special: SpecialTokens) {
        let tokenizer = Tokenizer.shared(encoding)
        var random = SeededGenerator(seed: 2)
        for size in [1, 7, 4_096, 70_000, 300_000] {
            let text = Self.text(parts: size == 1 ? 100 : 60_000, &random)
            var counter = TokenCounter(tokenizer, special: special)
            var start = 0
            while start < text.count {
                let end = min(start + Int.random(in: 1...size, using: &random), text.count)
                counter.append(Array(text[start..<end]))
                start = end
            }
            #expect(counter.count == tokenizer.count(text, special: special))
        }
    }

    @Test func `a text is cut only where its tokens do not change`() {
        var random = SeededGenerator(seed: 3)
        for encoding in Encoding.allCases {
            let tokenizer = Tokenizer.shared(encoding)
            var cuts = 0
            for _ in 0..<2_000 {
                let text = Self.text(parts: 12, &random)
                guard let cut = tokenizer.lastCut(in: text) else { continue }
                cuts += 1
                let halves = tokenizer.encode(Array(text[..<cut])) + tokenizer.encode(Array(text[cut...]))
                #expect(halves == tokenizer.encode(text))
            }
            #expect(cuts > 500)
        }
    }

    @Test func `many threads may encode at once`() async {
        let text = String(repeating: "Many hands make light work; viele K\u{F6}che verderben den Brei. ", count: 200)
        let tokenizer = Tokenizer.shared(.o200kBase)
        let expected = tokenizer.encode(text)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<32 { group.addTask { tokenizer.encode(text) == expected } }
            for await isSame in group { #expect(isSame) }
        }
    }
}
