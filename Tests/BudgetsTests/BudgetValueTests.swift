import Budgets
import Money
import Testing

@Suite struct BudgetValueTests {
    @Test(arguments: [("0.8", 800_000), ("1", 1_000_000), ("1.0", 1_000_000), ("0.000001", 1), ("10", 10_000_000)])
    func `a threshold is a decimal share`(text: String, millionths: Int64) {
        #expect(BudgetThreshold(decimal: text)?.millionths == millionths)
    }

    @Test(arguments: ["0", "-1", "11", "0.0000001", "80%", "1e-1", "", "NaN"])
    func `what is no share between nothing and ten times the limit is refused`(text: String) {
        #expect(BudgetThreshold(decimal: text) == nil)
    }

    @Test func `a threshold is reached at its exact share, not a nano-dollar before`() throws {
        let share = try #require(BudgetThreshold(decimal: "0.8"))
        let limit = NanoUSD(rawValue: 6_000_000_000)
        #expect(share.isReached(by: NanoUSD(rawValue: 4_800_000_000), of: limit))
        #expect(!share.isReached(by: NanoUSD(rawValue: 4_799_999_999), of: limit))
        #expect(share.isReached(by: NanoUSD(rawValue: .max), of: NanoUSD(rawValue: .max)))
    }

    @Test(arguments: [("a b", "a%20b"), ("ü", "%C3%BC"), ("a/b{c}:d", "a%2Fb%7Bc%7D%3Ad"), ("A-z_0.~", "A-z_0.~")])
    func `a name in a key is percent-encoded`(name: String, encoded: String) {
        #expect(PercentEncoding.text(name) == encoded)
    }

    @Test func `a projection takes at least a day as elapsed`() {
        let day: Int64 = 86_400_000_000
        let period = BudgetPeriod(name: "2026-11", start: 0, end: 30 * day)
        let spent = NanoUSD(rawValue: 1000)
        #expect(period.projected(spent, at: 1) == NanoUSD(rawValue: 30_000))
        #expect(period.projected(spent, at: 15 * day) == NanoUSD(rawValue: 2000))
        #expect(period.projected(spent, at: 99 * day) == spent)
    }
}
