import Testing
import Tokenization

@Suite struct LongTextTests {
    /// Texts that are one piece, or look as if they could cost the square of their length.
    static let repeats: [(unit: String, count: Int, encoding: Encoding, tokens: String)] = [
        ("a", 100_000, .o200kBase, "117525x12500"), ("a", 100_000, .cl100kBase, "70540x12500"),
        ("a", 100_000, .p50kBase, "24794x25000"), ("a", 100_000, .r50kBase, "24794x25000"),
        ("Z", 100_000, .o200kBase, "47604x50000"), ("Z", 100_000, .cl100kBase, "34636x50000"),
        (" ", 100_000, .o200kBase, "72056x781 1213"), (" ", 100_000, .cl100kBase, "58040x781 792"),
        (" ", 100_000, .p50kBase, "50271x6250"), (" ", 100_000, .r50kBase, "220x100000"),
        ("\n", 100_000, .o200kBase, "64469x6250"), ("\n", 100_000, .cl100kBase, "80183x3125"),
        ("\n", 100_000, .p50kBase, "628x50000"), ("0", 100_000, .o200kBase, "1302x33333 15"),
        ("0", 100_000, .r50kBase, "25645x6250"), ("-", 100_000, .o200kBase, "7535x1561 85810"),
        ("-", 100_000, .cl100kBase, "3597x1561 99574"), ("-", 100_000, .p50kBase, "10097x1562 3880"),
        ("\u{4E2D}", 20_000, .o200kBase, "1404x20000"), ("\u{301}", 20_000, .cl100kBase, "54939x20000"),
        ("ab", 50_000, .o200kBase, "68822x25000"), ("ab", 50_000, .r50kBase, "397x50000"),
    ]

    @Test(arguments: repeats)
    func `encodes a hundred thousand of the same as tiktoken does`(
        unit: String, count: Int, encoding: Encoding, tokens: String
    ) {
        let text = String(repeating: unit, count: count)
        #expect(Tokenizer.shared(encoding).encode(text) == TextCase.ids(tokens))
    }

    @Test(arguments: ["a", "ab", "=", "xyzzy", "aA", "\u{4E2D}", "\u{4E2D}\u{6587}x"], Encoding.allCases)
    func `merges no byte of a long piece much more than once`(unit: String, encoding: Encoding) {
        for count in [10_000, 100_000] {
            let text = Array(String(repeating: unit, count: count / unit.utf8.count).utf8)
            #expect(Tokenizer.shared(encoding).mergedBytes(of: text) <= text.count + text.count / 3)
        }
    }

    @Test(arguments: Encoding.allCases)
    func `random letters in one piece cost as little`(encoding: Encoding) {
        var random = SeededGenerator(seed: 11)
        for alphabet in ["ab", "abc", "etaoinshr", "abcdefghijklmnopqrstuvwxyz"] {
            let letters = Array(alphabet.utf8)
            let text = (0..<50_000).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }
            #expect(Tokenizer.shared(encoding).mergedBytes(of: text) <= text.count + text.count / 3)
        }
    }

    @Test(arguments: Encoding.allCases)
    func `windows make the same of a long piece as one merge does`(encoding: Encoding) {
        var random = SeededGenerator(seed: 12)
        let tokenizer = Tokenizer.shared(encoding)
        for alphabet in ["a", "ab", "abc", "aab", "etaoinshr", "._-=", "abcdefghijklmnopqrstuvwxyz"] {
            let letters = Array(alphabet.utf8)
            for length in [255, 256, 257, 300, 511, 1_000, 3_000] {
                let text = (0..<length).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }
                #expect(tokenizer.mergedInWindows(text) == tokenizer.mergedAtOnce(text))
            }
        }
    }
}
