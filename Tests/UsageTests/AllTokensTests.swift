import Testing
import Usage

@Suite struct AllTokensTests {
    @Test func `tokens of further models are added class by class`() {
        var usage = Usage()
        let classes: [WritableKeyPath<TokenCounts, Int64>] = [
            \.input, \.cachedInput, \.cacheWrite5m, \.cacheWrite1h, \.audioInput, \.cachedAudioInput, \.imageInput,
            \.cachedImageInput, \.videoInput, \.output, \.reasoning, \.audioOutput, \.imageOutput, \.citation,
        ]
        var part = TokenCounts()
        for (index, path) in classes.enumerated() {
            usage.tokens[keyPath: path] = Int64(1 << index)
            part[keyPath: path] = Int64(100 * index)
        }
        usage.additional = [
            ModelUsage(model: nil, tokens: part), ModelUsage(model: ModelID(rawValue: "other"), tokens: part),
        ]
        for (index, path) in classes.enumerated() {
            #expect(usage.allTokens[keyPath: path] == Int64(1 << index) + 2 * Int64(100 * index))
        }
        #expect(usage.tokens.input == 1)
    }
}
