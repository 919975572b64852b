import Testing
import Tokenization

@Suite struct TokenizerTests {
    @Test(arguments: Encoding.allCases)
    func `nothing is no token`(encoding: Encoding) {
        #expect(Tokenizer.shared(encoding).encode("").isEmpty)
        #expect(Tokenizer.shared(encoding).count([]) == 0)
        #expect(Tokenizer.shared(encoding).decode([]) == [])
        #expect(TokenCounter(.shared(encoding)).count == 0)
    }

    @Test(arguments: [
        ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xE2, 0x82], "\u{FFFD}"),
        ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
        ([0xF0, 0x9F, 0x98, 0x61], "\u{FFFD}a"), ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
        ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"), ([0x80], "\u{FFFD}"),
    ])
    func `what is no UTF-8 counts as U+FFFD, as Python has it`(bytes: [UInt8], text: String) {
        #expect(Tokenizer.shared(.o200kBase).encode(bytes) == Tokenizer.shared(.o200kBase).encode(text))
    }

    @Test(arguments: Encoding.allCases)
    func `every token decodes to bytes, and no other id does`(encoding: Encoding) {
        let tokenizer = Tokenizer.shared(encoding)
        let size: UInt32 =
            switch encoding {
            case .o200kBase: 200_019
            case .cl100kBase: 100_277
            case .p50kBase: 50_281
            case .r50kBase: 50_257
            }
        let known = (0..<size).count { tokenizer.decode([$0]) != nil }
        let holes = encoding == .o200kBase ? 19 : encoding == .cl100kBase ? 16 : 0
        #expect(known == Int(size) - holes)
        #expect(tokenizer.decode([size]) == nil)
        #expect(tokenizer.decode([.max]) == nil)
    }

    @Test func `characters have the classes of Unicode 16`() {
        let kinds = (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init).map(Self.kind)
        var counts: [UInt8: Int] = [:]
        for kind in kinds { counts[kind, default: 0] += 1 }
        // As tiktoken's regular expressions count them, of all code points but the surrogates.
        #expect(counts == [1: 1_889, 2: 2_258, 4: 136_881, 8: 2_501, 16: 1_911, 32: 23, 64: 2, 128: 966_599])
    }

    static func kind(_ scalar: Unicode.Scalar) -> UInt8 {
        Array(String(scalar).utf8).withUnsafeBytes { Tokenizer.characterKind($0) }
    }
}
