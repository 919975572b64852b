import Budgets
import Money
import Settings
import Testing

@Suite struct BudgetTests {
    @Test func `every user has six dollars a month, unless something else is said`() throws {
        let standard = try #require(try load("").budgets.standard)
        #expect(standard.limit == NanoUSD(rawValue: 6_000_000_000))
        #expect(standard.mode == .soft)
        #expect(standard.id.window == .month)
        #expect(standard.thresholds == [.standard])
        #expect(try load("default_budget: {limit_usd: none}").budgets.standard == nil)
        #expect(
            try load("", ["TOLLGATE_DEFAULT_BUDGET_LIMIT_USD": "2.5"]).budgets.standard?.limit
                == NanoUSD(rawValue: 2_500_000_000))
    }

    @Test func `budgets are read with all they say`() throws {
        let settings = try load(
            """
            require_keys: true
            max_cost_per_call_usd: 0.5
            budgets:
              - scope: user
                id: alice
                limit_usd: 20
                mode: hard
                thresholds: [1.0, 0.5]
                timezone: Europe/Berlin
                on_outage: local_lease
                cap_output: true
              - scope: gateway
                window: day
                limit_usd: 0.000000001
            """)
        let first = try #require(settings.budgets.listed.first)
        #expect(first.id == BudgetID(scope: .user, name: "alice", window: .month))
        #expect(first.thresholds.map(\.description) == ["0.5", "1"])
        #expect(first.mode == .hard && first.capsOutput && first.onOutage == .localLease)
        #expect(first.timeZone == "Europe/Berlin")
        #expect(settings.budgets.listed[1].id.name == BudgetID.wholeGateway)
        #expect(settings.budgets.maxCostPerCall == NanoUSD(rawValue: 500_000_000))
    }

    @Test(arguments: [
        "budgets: [{id: a, limit_usd: 1}]", "budgets: [{scope: user, limit_usd: 1}]", "budgets: [{scope: user, id: a}]",
        "budgets: [{scope: user, id: a, limit_usd: 0}]", "budgets: [{scope: user, id: a, limit_usd: 1e3}]",
        "budgets: [{scope: team, id: a, limit_usd: 1}]", "budgets: [{scope: user, id: a, limit_usd: 1, window: year}]",
        "budgets: [{scope: user, id: a, limit_usd: 1, thresholds: [80]}]",
        "budgets: [{scope: user, id: a, limit_usd: 1, timezone: CEST}]",
        "budgets: [{scope: user, id: a, limit_usd: 1}, {scope: user, id: a, limit_usd: 2}]",
        "default_budget: {limit_usd: -1}", "alerts: {webhook_url: example.org}",
    ])
    func `a budget that makes no sense is a problem`(yaml: String) { #expect(problems(yaml).count == 1) }

    @Test(arguments: ["budgets: [{scope: user, id: a, limit_usd: 1, mode: hard}]", "default_budget: {mode: hard}"])
    func `a hard budget of users is refused while callers may name any user`(yaml: String) {
        #expect(problems(yaml).count == 1)
        #expect(problems("require_keys: true\n" + yaml).isEmpty)
        #expect(problems("trust_user_header: true\n" + yaml).isEmpty)
    }

    @Test func `a webhook's address and secret are not told`() throws {
        let settings = try load("alerts: {webhook_url: 'https://hooks.example/T0/secret', webhook_secret: s3cret}")
        #expect(settings.budgets.webhookURL?.reveal() == "https://hooks.example/T0/secret")
        #expect(!"\(settings)".contains("s3cret") && !"\(settings)".contains("T0/secret"))
    }
}
