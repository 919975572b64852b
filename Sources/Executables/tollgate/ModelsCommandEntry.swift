import Foundation
import Money
import Pricing
import Usage

/// A model of the catalogue, as `tollgate models` shows it.
struct ModelEntry {
    let provider: CatalogueProvider
    let model: CatalogueModel

    /// The prices that hold now.
    private var standard: ClassRates? {
        let now = Int64(Date().timeIntervalSince1970) * 1_000_000
        return model.prices.filter { ($0.validFrom ?? .min) <= now }
            .max { ($0.validFrom ?? .min) < ($1.validFrom ?? .min) }?.standard.base
    }

    /// Many models: a line each, with today's standard rates per million tokens.
    static func table(_ entries: [ModelEntry]) -> String {
        var table = TextTable(
            columns: [.init(head: "PROVIDER"), .init(head: "MODEL")]
                + ["INPUT", "CACHED", "OUTPUT", "CONTEXT", "OUTPUT CAP"].map { .init(head: $0, isNumber: true) }
                + [.init(head: "OTHER"), .init(head: "FROM")])
        for entry in entries {
            let rates = entry.standard
            func rate(_ rateClass: RateClass) -> String { rates?[rateClass].map { $0.description } ?? "" }
            table.rows.append([
                entry.provider.id.rawValue, entry.model.id.rawValue, rate(.input), rate(.cacheRead), rate(.output),
                entry.model.contextWindow.map(String.init) ?? "", entry.model.maxOutput.map(String.init) ?? "",
                entry.remark, entry.model.source ?? "",
            ])
        }
        return table.text
    }

    /// What it is billed by besides tokens, and whether it is still there.
    private var remark: String {
        var remarks: [String] = []
        if model.status != .offered { remarks.append(model.status.rawValue) }
        if standard?[.input] == nil, let rates = standard {
            remarks += rates.classes.map { "\($0.rawValue)=\(rates[$0]?.description ?? "")" }
        }
        if model.prices.contains(where: { !$0.standard.tiers.isEmpty }) { remarks.append("tiers") }
        return remarks.joined(separator: " ")
    }

    /// One model: everything that is known of it.
    var details: String {
        var lines = ["\(provider.id.rawValue)/\(model.id.rawValue) (\(provider.name), \(model.mode.rawValue))"]
        func line(_ name: String, _ text: String?) {
            guard let text, !text.isEmpty else { return }
            lines.append("  \((name + ":").padding(toLength: 16, withPad: " ", startingAt: 0))\(text)")
        }
        line("also called", model.aliases.joined(separator: ", "))
        line("context window", model.contextWindow.map { "\($0.formatted()) tokens" })
        line("output", model.maxOutput.map { "at most \($0.formatted()) tokens" })
        line("status", model.status == .offered ? nil : model.status.rawValue)
        line("retires", model.retires)
        line("prices from", model.source)
        lines.append("  USD, of tokens per million:")
        for fact in CatalogueFacts(model, provider: provider).lines {
            lines.append("    \(fact.key) = \(fact.value)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same as a line of JSON.
    func json() throws -> String {
        struct Entry: Encodable {
            var provider: String
            var model: String
            var aliases: [String]
            var mode: String
            var status: String
            var context_window: Int64?
            var max_output: Int64?
            var retires: String?
            var source: String?
            var prices: [String: String]
        }
        let entry = Entry(
            provider: provider.id.rawValue, model: model.id.rawValue, aliases: model.aliases,
            mode: model.mode.rawValue, status: model.status.rawValue, context_window: model.contextWindow,
            max_output: model.maxOutput, retires: model.retires, source: model.source,
            prices: Dictionary(
                CatalogueFacts(model, provider: provider).lines.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(entry), as: UTF8.self)
    }
}
