import Budgets
import Money

extension Settings {
    /// The keys of one place that says a budget.
    private struct BudgetKeys {
        var limit: SettingKey
        var window: SettingKey
        var mode: SettingKey
        var thresholds: SettingKey
        var timeZone: SettingKey
        var onOutage: SettingKey
        var capOutput: SettingKey

        static let standard = BudgetKeys(
            limit: .standardLimit, window: .standardWindow, mode: .standardMode, thresholds: .standardThresholds,
            timeZone: .standardTimeZone, onOutage: .standardOnOutage, capOutput: .standardCapOutput)
        static let listed = BudgetKeys(
            limit: .budgetLimit, window: .budgetWindow, mode: .budgetMode, thresholds: .budgetThresholds,
            timeZone: .budgetTimeZone, onOutage: .budgetOnOutage, capOutput: .budgetCapOutput)
    }

    /// Budgets, and where alerts go.
    mutating func readBudgets(_ reader: inout SettingsReader, count: Int) {
        budgets.maxCostPerCall = amount(.maxCostPerCall, nil, &reader)
        budgets.imageTokens = reader.integer(.imageTokens, 1...1_000_000_000).map(Int64.init)
        let limit =
            reader.read(.standardLimit, expected: "plain decimal USD above 0, such as 6, or none") { text in
                text == "none" ? NanoUSD.zero : Self.amount(text)
            } ?? .zero
        let window = reader.choice(.standardWindow, among: BudgetWindow.allCases) ?? .month
        let id = BudgetID(scope: .user, name: "", window: window)
        let standard = budget(id, limit, .standard, nil, &reader)
        budgets.standard = limit == .zero ? nil : standard
        for index in 0..<count { readBudget(SettingEntry(index: index, name: "[\(index)]"), &reader) }
        budgets.webhookURL = reader.read(
            .alertsWebhookURL, expected: "an http or https URL"
        ) { text in
            text.hasPrefix("https://") || text.hasPrefix("http://")
                ? text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? Secret(text) : nil : nil
        }
        budgets.webhookFormat = reader.choice(.alertsWebhookFormat) ?? .json
        budgets.webhookSecret = reader.secret(.alertsWebhookSecret)
    }

    private mutating func readBudget(_ entry: SettingEntry, _ reader: inout SettingsReader) {
        let known = reader.problems.count
        let scope = reader.choice(.budgetScope, in: entry, among: BudgetScope.allCases)
        if scope == nil, reader.problems.count == known {
            reader.problem(SettingKey.budgetScope.place(in: entry), "It is missing.", "Say whose spend is limited.")
        }
        var name = reader.read(.budgetName, in: entry, expected: "a name of 1 to 256 characters") { text in
            (1...256).contains(text.count) ? text : nil
        }
        if scope == .gateway { name = BudgetID.wholeGateway }
        if name == nil {
            reader.problem(
                SettingKey.budgetName.place(in: entry), "It is missing.", "Say which user, key, component or model.")
        }
        let limit = amount(.budgetLimit, entry, &reader)
        if limit == nil, reader.problems.count == known {
            reader.problem(SettingKey.budgetLimit.place(in: entry), "It is missing.", "Give an amount, such as 20.")
        }
        let window = reader.choice(.budgetWindow, in: entry, among: BudgetWindow.allCases) ?? .month
        let id = BudgetID(scope: scope ?? .gateway, name: name ?? "", window: window)
        let budget = budget(id, limit ?? NanoUSD(rawValue: 1), .listed, entry, &reader)
        guard reader.problems.count == known, let budget else { return }
        guard !budgets.listed.contains(where: { $0.id == id }) else {
            reader.problem(
                "budgets[\(entry.index ?? 0)]", "There is another budget of \(id).", "Keep one of them.")
            return
        }
        budgets.listed.append(budget)
    }

    private func budget(
        _ id: BudgetID, _ limit: NanoUSD, _ keys: BudgetKeys, _ entry: SettingEntry?, _ reader: inout SettingsReader
    ) -> Budget? {
        let mode = reader.choice(keys.mode, in: entry, among: Budget.Mode.allCases)
        let thresholds = reader.read(
            keys.thresholds, in: entry, expected: "shares above 0 and up to 10, such as 0.5, 0.8, 1"
        ) { text -> [BudgetThreshold]? in
            let parts = text.split(whereSeparator: { ", []".contains($0) })
            let shares = parts.compactMap { BudgetThreshold(decimal: $0) }
            return shares.count == parts.count && (1...16).contains(shares.count) ? shares : nil
        }
        let zone = reader.read(
            keys.timeZone, in: entry, expected: "UTC or an IANA name such as Europe/Berlin"
        ) { IANAZone($0) == nil ? nil : $0 }
        let onOutage = reader.choice(keys.onOutage, in: entry, among: Budget.OutagePolicy.allCases)
        let capOutput = reader.boolean(keys.capOutput, in: entry)
        guard let mode, let thresholds, let zone, let onOutage, let capOutput else { return nil }
        return Budget(
            id: id, limit: limit, mode: mode, thresholds: thresholds, timeZone: zone, onOutage: onOutage,
            capsOutput: capOutput)
    }

    private func amount(_ key: SettingKey, _ entry: SettingEntry?, _ reader: inout SettingsReader) -> NanoUSD? {
        reader.read(key, in: entry, expected: "plain decimal USD above 0, with up to 9 places, such as 20", Self.amount)
    }

    private static func amount(_ text: String) -> NanoUSD? {
        NanoUSD(decimal: text).flatMap { $0 > .zero ? $0 : nil }
    }

    /// What is refused at start: a hard budget of users who are whoever they say they are.
    func refuseUncertainUsers(_ reader: inout SettingsReader) {
        let standard = budgets.standard.map { [$0] } ?? []
        let hard = (standard + budgets.listed).first { $0.mode == .hard && $0.id.scope == .user }
        guard let hard, !requiresKeys, !trustsUserHeader else { return }
        let whose = hard.id.name.isEmpty ? "of every user (default_budget)" : "of '\(hard.id.name)'"
        reader.problem(
            hard.id.name.isEmpty ? "default_budget.mode" : "budgets",
            "The hard budget \(whose) means nothing while callers without a key may name any user.",
            "Set require_keys: true, or trust_user_header: true if that is meant.")
    }
}
