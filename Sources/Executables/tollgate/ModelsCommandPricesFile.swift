import ArgumentParser
import Foundation
import Money

extension ComparableCatalogue {
    /// The facts of a prices.json, schema 1, as `Scripts/make-catalogue.py` would take them into a catalogue.
    init(pricesJSON data: Data) throws {
        guard let root = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            root["schema"] as? Int == 1, let providers = root["providers"] as? [String: [String: Any]]
        else { throw ValidationError("The file is not a prices.json of schema 1.") }
        for (provider, entry) in providers {
            var tools: [String: String] = [:]
            for (name, value) in entry["tools"] as? [String: Any] ?? [:] {
                if let key = Self.tools[name], let rate = value as? String { tools[key] = Self.normal(rate) }
            }
            if !tools.isEmpty { models["\(provider)/(tools)"] = tools }
            for model in entry["models"] as? [[String: Any]] ?? [] {
                guard let id = model["id"] as? String else { continue }
                var facts = PricesFileFacts()
                for record in model["prices"] as? [[String: Any]] ?? [] {
                    let halvesCached = provider == "fireworks" && model["mode"] as? String == "chat"
                    facts.add(record: record, halvesCached: halvesCached)
                }
                models["\(provider)/\(id)"] = facts.facts
            }
        }
    }

    /// The class of rates that a provider's tool has.
    private static let tools = [
        "web_search": "per_web_search", "web_search_preview_reasoning": "per_web_search_preview",
        "file_search": "per_file_search", "code_interpreter_container_1gb": "per_code_session",
        "x_search": "per_social_search", "code_execution": "per_code_execution",
        "collections_search": "per_file_search",
    ]

    /// `rate` without zeros that say nothing.
    static func normal(_ rate: String) -> String { Rate(decimal: rate)?.description ?? rate }
}

/// The facts of a model in a prices.json.
struct PricesFileFacts {
    private(set) var facts: [String: String] = [:]

    private static let variants = ["batch", "flex", "priority", "fast", "ultrafast", "balanced"]

    /// Adds a price record.
    ///
    /// - Parameter halvesCached: whether cached tokens cost half of the input where nothing says otherwise (Fireworks).
    mutating func add(record: [String: Any], halvesCached: Bool) {
        var start: [String] = []
        if let date = record["valid_from"] as? String { start = ["from \(date)"] }
        addRates(record, start, halvesCached: halvesCached)
        for variant in Self.variants {
            guard let rates = record[variant] as? [String: Any] else { continue }
            addRates(rates, start + [variant], halvesCached: halvesCached)
        }
        for week in record["time_of_day"] as? [[String: Any]] ?? [] {
            let windows = (week["utc"] as? [[String]] ?? []).map { $0.joined(separator: "-") }
            addRates(week, start + [Self.week(windows, week["weekdays"] as? [Int])], halvesCached: false)
        }
        if let block = record["off_peak"] as? [String: Any] {
            for entry in block["windows"] as? [[String: Any]] ?? [] {
                let windows = entry["hours_utc"] as? [String] ?? [entry["hours_utc"] as? String ?? ""]
                addRates(block, start + [Self.week(windows, entry["weekdays"] as? [Int])], halvesCached: false)
            }
        }
        for (name, factor) in record["multipliers"] as? [String: String] ?? [:] {
            add(start + ["times"], name, Factor(decimal: factor)?.description ?? factor)
        }
        for image in record["images"] as? [[String: String]] ?? [] {
            let variant = [image["quality"], image["size"]].compactMap { $0 }.joined(separator: "/")
            add(start, "image \(variant)", ComparableCatalogue.normal(image["usd"] ?? ""))
        }
    }

    private mutating func addRates(_ rates: [String: Any], _ conditions: [String], halvesCached: Bool) {
        for (name, value) in rates where name != "valid_from" && name != "verified_from" {
            if let rate = value as? String {
                add(conditions, name, ComparableCatalogue.normal(rate))
            } else if name == "per_web_search", let sizes = value as? [String: String] {
                for (size, rate) in sizes { add(conditions, "\(name)_\(size)", ComparableCatalogue.normal(rate)) }
            }
        }
        if halvesCached, rates["cache_read"] == nil,
            let input = (rates["input"] as? String).flatMap({ Rate(decimal: $0) }),
            let half = Rate(pico: input.pico / 2)
        {
            add(conditions, "cache_read", half.description)
        }
        for tier in rates["tiers"] as? [[String: Any]] ?? [] {
            guard let bound = tier["above_input_tokens"] as? Int else { continue }
            addRates(tier, conditions + ["above \(bound)"], halvesCached: false)
        }
    }

    private mutating func add(_ conditions: [String], _ name: String, _ value: String) {
        facts[(conditions.isEmpty ? "" : conditions.joined(separator: ", ") + ": ") + name] = value
    }

    /// The words of ``CatalogueFacts`` for windows of the week.
    private static func week(_ windows: [String], _ weekdays: [Int]?) -> String {
        let days = (weekdays ?? Array(1...7)).map(String.init).joined()
        return "\(windows.joined(separator: " ")) UTC" + (days == "1234567" ? "" : " on days \(days)")
    }
}
