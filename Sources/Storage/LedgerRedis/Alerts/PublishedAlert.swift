public import Budgets
import Foundation
import Ledger
import Money

/// An alert that a gateway has published, read back.
public enum PublishedAlert {
    /// Longer than any that a gateway publishes: names have 256 characters at most.
    private static let longest = 16 << 10

    /// Reads what `AlertMessage.json` writes; nil where `bytes` are anything else.
    ///
    /// The id has to be that of the alert which the other members describe; `at` is exact to the second.
    public static func read(_ bytes: [UInt8]) -> BudgetAlert? {
        guard bytes.count <= longest, let wire = try? JSONDecoder().decode(Wire.self, from: Data(bytes)) else {
            return nil
        }
        // user:alice:month:2026-11:0.8:6000000000, the name percent-encoded.
        let parts = wire.id.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 6, let window = BudgetWindow(rawValue: String(parts[2])),
            let revision = parts.last.flatMap({ Int64($0) }), let scope = BudgetScope(rawValue: wire.scope),
            let threshold = BudgetThreshold(decimal: "\(wire.threshold)"),
            let spent = NanoUSD(decimal: "\(wire.spent)"), let limit = NanoUSD(decimal: "\(wire.limit)"),
            let at = try? Date(wire.at, strategy: .iso8601)
        else { return nil }
        let alert = BudgetAlert(
            budget: BudgetID(scope: scope, name: wire.name, window: window), period: wire.period,
            threshold: threshold, revision: revision, spent: spent, limit: limit,
            projected: wire.projected.flatMap { NanoUSD(decimal: "\($0)") },
            at: Int64(at.timeIntervalSince1970) * 1_000_000)
        return alert.id == wire.id ? alert : nil
    }

    /// The members; amounts as decimals, so that no binary fraction comes near them.
    private struct Wire: Decodable {
        var id: String
        var scope: String
        var name: String
        var period: String
        var threshold: Decimal
        var spent: Decimal
        var limit: Decimal
        var projected: Decimal?
        var at: String

        private enum CodingKeys: String, CodingKey {
            case id, scope, threshold, at
            case name = "scope_id"
            case period = "window"
            case spent = "spent_usd"
            case limit = "limit_usd"
            case projected = "projected_usd"
        }
    }
}
