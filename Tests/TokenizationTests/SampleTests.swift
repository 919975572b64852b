import Testing
import Tokenization

@Suite struct SampleTests {
    @Test(arguments: TextCase.samples)
    func `encodes as tiktoken does`(sample: TextCase) {
        for encoding in Encoding.allCases {
            let tokenizer = Tokenizer.shared(encoding)
            #expect(tokenizer.encode(sample.text) == sample.tokens(encoding), "\(encoding)")
            #expect(tokenizer.count(sample.text) == sample.tokens(encoding).count, "\(encoding)")
        }
    }

    @Test(arguments: TextCase.samples)
    func `recognizes special tokens as tiktoken does where they are allowed`(sample: TextCase) {
        for encoding in Encoding.allCases {
            let tokens = Tokenizer.shared(encoding).encode(sample.text, special: .recognized)
            #expect(tokens == sample.tokens(encoding, special: .recognized), "\(encoding)")
        }
    }

    @Test(arguments: TextCase.more)
    func `encodes what tiktoken was asked besides`(sample: TextCase) {
        for encoding in Encoding.allCases {
            let tokenizer = Tokenizer.shared(encoding)
            #expect(tokenizer.encode(sample.text) == sample.tokens(encoding), "\(encoding)")
            let special = tokenizer.encode(sample.text, special: .recognized)
            #expect(special == sample.tokens(encoding, special: .recognized), "\(encoding)")
        }
    }

    @Test(arguments: ChatCase.samples)
    func `counts chat requests by the rule, and near what was billed`(sample: ChatCase) throws {
        let encoding = try #require(Encoding(rawValue: sample.encoding))
        var body = sample.body
        let chat = try body.withUTF8 { try Tokenizer.shared(encoding).countChat(UnsafeRawBufferPointer($0)) }
        #expect(chat.count == sample.ruleTokens)
        #expect(chat.isExact == !sample.hasTools)
        guard let billed = sample.billedTokens else { return }
        if chat.isExact {
            #expect(chat.count == billed)
        } else {
            #expect(abs(chat.count - billed) <= max(2, billed / 20))
        }
    }
}
