import Testing
import Usage

@Suite struct TokenCountsTests {
    /// Every class, each with another count, so that one left out of a sum is noticed.
    private var oneOfEach: TokenCounts {
        var tokens = TokenCounts()
        tokens.input = 1
        tokens.cachedInput = 2
        tokens.cacheWrite5m = 4
        tokens.cacheWrite1h = 8
        tokens.audioInput = 16
        tokens.cachedAudioInput = 32
        tokens.imageInput = 64
        tokens.cachedImageInput = 128
        tokens.videoInput = 256
        tokens.output = 512
        tokens.reasoning = 1_024
        tokens.audioOutput = 2_048
        tokens.imageOutput = 4_096
        tokens.citation = 8_192
        return tokens
    }

    @Test func `every class is in exactly one of input and output`() {
        #expect(oneOfEach.inputTotal == 511)
        #expect(oneOfEach.outputTotal == 16_383 - 511)
        #expect(oneOfEach.cachedTotal == 2 + 32 + 128)
        #expect(oneOfEach.cacheWriteTotal == 4 + 8)
        #expect(oneOfEach.audioInputTotal == 16 + 32)
        #expect(Mirror(reflecting: oneOfEach).children.count == 14)
    }

    @Test func `totals of absurd counts stay at the end of the range`() {
        var tokens = TokenCounts()
        tokens.input = .max
        tokens.cachedInput = .max
        tokens.cachedAudioInput = .max
        tokens.audioInput = .max
        tokens.cacheWrite5m = .max
        tokens.cacheWrite1h = 1
        tokens.output = .min
        tokens.reasoning = -1
        #expect(tokens.inputTotal == .max)
        #expect(tokens.cachedTotal == .max)
        #expect(tokens.cacheWriteTotal == .max)
        #expect(tokens.audioInputTotal == .max)
        #expect(tokens.outputTotal == .min)
    }
}
