import Money
import Testing

@Suite struct ExactUSDTests {
    @Test(arguments: statedCosts)
    func `decimal text is read exactly and rounded half-even`(text: String, decimal: String, nanos: Int64) throws {
        let cost = try #require(ExactUSD(decimal: text))
        #expect(cost.decimal(places: 12) == decimal)
        #expect(cost.rounded().rawValue == nanos)
    }

    @Test(arguments: [
        "", "-", "+", ".", ".5", "5.", "1e", "1e+", "e5", "1 ", " 1", "1_000", "1,5", "0x10", "NaN", "inf", "--1",
        "1.2.3", "1e5.5", "１", "1e99", "1000000000000001", "-1e16", "1\u{0}",
    ])
    func `what is not a number, or beyond all money, is refused`(text: String) {
        #expect(ExactUSD(decimal: text) == nil)
    }

    @Test func `a provider's 19 places survive`() throws {
        let cost = try #require(ExactUSD(decimal: "0.0076509169000000005"))
        #expect(cost.decimal(places: 19) == "0.0076509169000000005")
        #expect(cost.description == "0.0076509169000000005")
    }

    @Test(arguments: [
        (places: 0, text: "2"), (places: 1, text: "2.5"), (places: 2, text: "2.5"), (places: 99, text: "2.5"),
        (places: -1, text: "2"),
    ])
    func `places are bounded and zeros are not written`(places: Int, text: String) throws {
        let cost = try #require(ExactUSD(decimal: "2.5"))
        #expect(cost.decimal(places: places) == text)
    }

    @Test func `ties go to the even neighbour, on both sides of zero`() {
        let half = ExactUSD.unitsPerNano / 2
        for (units, nanos) in [(half, 0), (3 * half, 2), (5 * half, 2), (-half, 0), (-3 * half, -2), (-5 * half, -2)] {
            #expect(ExactUSD(units: units).rounded().rawValue == Int64(nanos))
            #expect(ExactUSD(units: units + 1).rounded() >= ExactUSD(units: units).rounded())
        }
        #expect(ExactUSD(units: half + 1).rounded().rawValue == 1)
        #expect(ExactUSD(units: half - 1).rounded().rawValue == 0)
    }

    @Test func `sums out of range stay at its end`() {
        let most = ExactUSD(units: .max)
        let least = ExactUSD(units: .min)
        #expect(most.addingClamped(ExactUSD(units: 1)) == most)
        #expect(least.addingClamped(ExactUSD(units: -1)) == least)
        #expect(most.addingClamped(least) == ExactUSD(units: -1))
        #expect(most.times(2) == nil)
        #expect(most.rounded() == NanoUSD(rawValue: .max))
        #expect(least.rounded() == NanoUSD(rawValue: .min))
        #expect(ExactUSD(units: 21).times(2) == ExactUSD(units: 42))
    }

    @Test func `text and value agree for random amounts`() throws {
        var random = SplitMix64(seed: 1)
        for _ in 0..<2_000 {
            // 36 · 10^-20 USD is what one digit at the twentieth place is worth.
            let amount = ExactUSD(units: Int128(Int64.random(in: .min ... .max, using: &random)) * 36)
            #expect(ExactUSD(decimal: amount.decimal(places: 20)) == amount)
        }
    }

    @Test func `nano-dollars are exact and come back`() {
        var random = SplitMix64(seed: 2)
        for _ in 0..<2_000 {
            let nano = NanoUSD(rawValue: Int64.random(in: .min ... .max, using: &random))
            #expect(ExactUSD(nano).rounded() == nano)
            #expect(ExactUSD(nano).decimal(places: 9) == nano.description)
        }
    }

    @Test func `a rounded amount is never further than half a nano-dollar away`() {
        var random = SplitMix64(seed: 3)
        for _ in 0..<2_000 {
            let bound = ExactUSD.unitsPerDollar * 1_000
            let amount = ExactUSD(units: Int128.random(in: -bound...bound, using: &random))
            let distance = amount - ExactUSD(amount.rounded())
            #expect(distance.units.magnitude * 2 <= ExactUSD.unitsPerNano.magnitude)
        }
    }
}
