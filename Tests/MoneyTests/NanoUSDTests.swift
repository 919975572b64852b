import Money
import Testing

@Suite struct NanoUSDTests {
    @Test(arguments: [
        ("0", 0), ("1", 1_000_000_000), ("12.5", 12_500_000_000), ("-0.000000001", -1), ("+3", 3_000_000_000),
        ("0.1234567890000", 123_456_789), ("9223372036.854775807", Int64.max), ("-9223372036.854775808", Int64.min),
    ])
    func `plain decimal is taken exactly`(text: String, nanos: Int64) {
        #expect(NanoUSD(decimal: text) == NanoUSD(rawValue: nanos))
    }

    @Test(arguments: [
        "", "1e3", "0.0000000001", "9223372036.854775808", "-9223372036.854775809", "$5", "1,50", "five", "1e-9",
        "99999999999999999999999999999999999999999999",
    ])
    func `what cannot be taken exactly is not taken`(text: String) {
        #expect(NanoUSD(decimal: text) == nil)
    }

    @Test(arguments: [
        (0, "0"), (1, "0.000000001"), (-1, "-0.000000001"), (125_000, "0.000125"), (-3_000_000_000, "-3"),
        (1_500_000_000, "1.5"), (Int64.max, "9223372036.854775807"), (Int64.min, "-9223372036.854775808"),
    ])
    func `it is written without exponent and trailing zeros`(nanos: Int64, text: String) {
        #expect(NanoUSD(rawValue: nanos).description == text)
    }

    @Test func `what is written is read again`() {
        var random = SplitMix64(seed: 4)
        for _ in 0..<2_000 {
            let nano = NanoUSD(rawValue: Int64.random(in: .min ... .max, using: &random))
            #expect(NanoUSD(decimal: nano.description) == nano)
        }
    }

    @Test func `checked sums tell an overflow`() {
        let most = NanoUSD(rawValue: .max)
        let least = NanoUSD(rawValue: .min)
        let one = NanoUSD(rawValue: 1)
        #expect(most.adding(one) == nil)
        #expect(most.adding(least) == NanoUSD(rawValue: -1))
        #expect(most.addingClamped(one) == most)
        #expect(least.addingClamped(NanoUSD(rawValue: -1)) == least)
        #expect(least.subtractingClamped(one) == least)
        #expect(most.subtractingClamped(NanoUSD(rawValue: -1)) == most)
        #expect(one.subtractingClamped(one) == .zero)
    }
}
