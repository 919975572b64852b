import Money
import Pricing
import Usage

extension Settings {
    /// The file's price list: entries of one provider and model become one override with dated prices.
    mutating func readPrices(_ reader: inout SettingsReader, _ file: ConfigurationFile) {
        struct Key: Hashable {
            var provider: ProviderID?
            var model: String
        }
        var positions: [Key: Int] = [:]
        for index in 0..<(file.entryCounts["prices"] ?? 0) {
            let entry = SettingEntry(index: index, name: "[\(index)]")
            guard let override = price(&reader, entry, file.rates[index]) else { continue }
            let key = Key(provider: override.provider, model: override.model.lowercased())
            guard let position = positions[key] else {
                positions[key] = prices.count
                prices.append(override)
                continue
            }
            let dates = prices[position].prices.map(\.validFrom)
            guard let record = override.prices.first, !dates.contains(record.validFrom) else {
                reader.problem(
                    "prices[\(index)]", "There is another price of '\(override.model)' from the same day on.",
                    "Give one of them another valid_from, or remove it.")
                continue
            }
            prices[position].prices.append(record)
            prices[position].contextWindow = override.contextWindow ?? prices[position].contextWindow
            prices[position].maxOutput = override.maxOutput ?? prices[position].maxOutput
        }
    }

    private func price(
        _ reader: inout SettingsReader, _ entry: SettingEntry, _ rates: [(name: String, text: String)]?
    ) -> PriceOverride? {
        let known = reader.problems.count
        let provider = reader.read(.priceProvider, in: entry, expected: "the name of a provider") { $0 }
        if let provider, !providers.contains(where: { $0.name.rawValue == provider }) {
            let names = providers.map(\.name.rawValue)
            reader.problem(
                SettingKey.priceProvider.place(in: entry), "There is no provider '\(provider)'.",
                Similarity.closest(to: provider, among: names).map { "Did you mean '\($0)'?" }
                    ?? "Use one of \(names.joined(separator: ", ")).")
        }
        let model = reader.read(.priceModel, in: entry, expected: "a model's name") { $0 }
        if model == nil {
            reader.problem(
                SettingKey.priceModel.place(in: entry), "It is missing.", "Say which model the price is for.")
        }
        let validFrom = reader.read(
            .priceValidFrom, in: entry, expected: "a day such as 2026-11-22", ValueText.date)
        let contextWindow = reader.integer(.priceContextWindow, 1...1_000_000_000, in: entry)
        let maxOutput = reader.integer(.priceMaxOutput, 1...1_000_000_000, in: entry)
        let classRates = classRates(&reader, SettingKey.priceRates.place(in: entry), rates)
        guard reader.problems.count == known, let model else { return nil }
        return PriceOverride(
            provider: provider.map { ProviderID(rawValue: $0) }, model: model,
            prices: [PriceRecord(validFrom: validFrom, standard: TieredRates(base: classRates))],
            contextWindow: contextWindow.map(Int64.init), maxOutput: maxOutput.map(Int64.init))
    }

    private func classRates(
        _ reader: inout SettingsReader, _ place: String, _ rates: [(name: String, text: String)]?
    ) -> ClassRates {
        var result = ClassRates()
        guard let rates, !rates.isEmpty else {
            reader.problem(place, "It is missing.", "Give at least one rate, such as 'input: 0.15'.")
            return result
        }
        for (name, text) in rates {
            guard let rateClass = RateClass(rawValue: name) else {
                let names = RateClass.allCases.map(\.rawValue)
                reader.problem(
                    "\(place).\(name)", "There is no such class of usage.",
                    Similarity.closest(to: name, among: names).map { "Did you mean '\($0)'?" }
                        ?? "Use one of \(names.joined(separator: ", ")).")
                continue
            }
            guard let rate = Rate(decimal: text) else {
                reader.problem(
                    "\(place).\(name)", "'\(text)' is not a price.",
                    "Use plain decimal USD, from 0 to 100000 with up to 12 places, such as 0.15.")
                continue
            }
            result[rateClass] = rate
        }
        return result
    }
}
