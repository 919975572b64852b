import Money
import Testing

@Suite struct RateTests {
    @Test(arguments: [
        ("0", 0), ("15", 15_000_000_000_000), ("0.08333333333", 83_333_333_330), ("0.000000000001", 1),
        ("100000", Rate.largestPico), ("2.50", 2_500_000_000_000),
    ])
    func `a price is plain decimal with up to 12 places`(text: String, pico: Int64) {
        #expect(Rate(decimal: text)?.pico == pico)
    }

    @Test(arguments: ["", "-1", "1e-6", "100000.000000000001", "0.0000000000001", "free", "9223372036854775807"])
    func `what is not a price is refused`(text: String) {
        #expect(Rate(decimal: text) == nil)
    }

    @Test(arguments: [
        ("2.5", Int64(1), RateUnit.million, "0.0000025"),
        ("0.08333333333", 1, .million, "0.00000008333333333"),
        ("0.111", 3_600_000_000, .hour, "0.111"),
        ("0.111", 1, .hour, "0.00000000003083333333"),
        ("0.36", 1_000_000, .hour, "0.0001"),
        ("0.002", 3, .one, "0.006"),
        ("15", 1_000_000_000_000, .million, "15000000"),
        ("0", 1_000_000_000_000, .million, "0"),
    ])
    func `a quantity costs its exact share`(rate: String, quantity: Int64, unit: RateUnit, cost: String) throws {
        let rate = try #require(Rate(decimal: rate))
        #expect(rate.cost(of: quantity, per: unit)?.decimal(places: 20) == cost)
    }

    @Test(arguments: RateUnit.allCases)
    func `what cannot be true has no cost, and the most that can does not overflow`(unit: RateUnit) throws {
        let dearest = try #require(Rate(pico: Rate.largestPico))
        #expect(dearest.cost(of: -1, per: unit) == nil)
        #expect(dearest.cost(of: .max, per: unit) == nil)
        #expect(dearest.cost(of: unit.largestQuantity + 1, per: unit) == nil)
        let most = try #require(dearest.cost(of: unit.largestQuantity, per: unit))
        #expect(most.units > 0)
    }

    @Test func `costs add up: a quantity in parts costs what it costs at once`() throws {
        var random = SplitMix64(seed: 5)
        for _ in 0..<2_000 {
            let rate = try #require(Rate(pico: Int64.random(in: 0...Rate.largestPico, using: &random)))
            let unit = try #require(RateUnit.allCases.randomElement(using: &random))
            let whole = Int64.random(in: 0...unit.largestQuantity, using: &random)
            let part = Int64.random(in: 0...whole, using: &random)
            let first = try #require(rate.cost(of: part, per: unit))
            let second = try #require(rate.cost(of: whole - part, per: unit))
            #expect(first + second == rate.cost(of: whole, per: unit))
        }
    }

    @Test func `what is written is read again`() {
        var random = SplitMix64(seed: 6)
        for _ in 0..<2_000 {
            let rate = Rate(pico: Int64.random(in: 0...Rate.largestPico, using: &random))
            #expect(rate.flatMap { Rate(decimal: $0.description) } == rate)
        }
    }

    @Test(arguments: [("1.1", "1.1"), ("2", "2"), ("0.5", "0.5"), ("1000", "1000"), ("1.000001", "1.000001")])
    func `a factor multiplies exactly`(text: String, product: String) throws {
        let factor = try #require(Factor(decimal: text))
        let dollar = ExactUSD(units: ExactUSD.unitsPerDollar)
        #expect(dollar.times(factor)?.decimal(places: 12) == product)
        #expect(factor.description == text)
    }

    @Test(arguments: ["-1", "1000.1", "1.0000001", "1e2", ""])
    func `what is not a factor is refused`(text: String) {
        #expect(Factor(decimal: text) == nil)
    }

    @Test func `a factor of two places keeps every cost of tokens exact`() throws {
        var random = SplitMix64(seed: 7)
        let factor = try #require(Factor(decimal: "1.1"))
        for _ in 0..<2_000 {
            let rate = try #require(Rate(pico: Int64.random(in: 0...Rate.largestPico, using: &random)))
            let quantity = Int64.random(in: 0...1_000_000, using: &random)
            let cost = try #require(rate.cost(of: quantity, per: .million))
            let product = try #require(cost.times(factor))
            #expect(product.units * 10 == cost.units * 11)
        }
    }
}
