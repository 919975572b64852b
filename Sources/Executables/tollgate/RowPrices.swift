import ControlPlane
import Foundation
import Ledger
import Money
import Pricing
import Usage

/// Explains what a row cost by the prices that the price list has for its time.
struct RowPrices: CostExplaining {
    let pricing: Pricing

    func lines(of record: UsageRecord) -> [CostLine] {
        pricing.lines(
            of: usage(of: record), provider: record.provider, responseModel: record.responseModel,
            requestModel: record.requestModel, pricedAs: record.pricedAs, at: record.startedAt
        ).map { line in
            let per: Int64 =
                switch line.unit {
                case .million: 1_000_000
                case .one: 1
                case .hour: 3_600_000_000
                }
            // A surcharge is an amount without a rate: one of it.
            let amount = line.unit == .one && line.quantity == 1 ? line.amount?.description : nil
            return CostLine(
                name: line.name, quantity: line.quantity, per: per,
                rate: line.rate?.description ?? amount,
                amount: line.amount)
        }
    }

    /// What the row keeps of a call's use: its tokens, and what `detail` says besides.
    private func usage(of record: UsageRecord) -> Usage {
        var usage = Usage()
        usage.tokens = record.tokens
        guard let detail = record.detail,
            let members = try? JSONSerialization.jsonObject(with: Data(detail.utf8)) as? [String: Any]
        else { return usage }
        for unit in BilledUnit.allCases {
            if let quantity = members[unit.rawValue] as? Int64 { usage.meter(unit, quantity) }
        }
        if let tier = (members["service_tier"] as? String).flatMap({ ServiceTier(rawValue: $0) }) {
            usage.serviceTier = tier
        }
        for name in members["conditions"] as? [String] ?? [] {
            if let known = PriceConditions.named.first(where: { $0.name == name }) {
                usage.conditions.insert(known.condition)
            }
        }
        usage.tierInputTokens = members["tier_input_tokens"] as? Int64
        usage.searchContextSize = members["search_context_size"] as? String
        usage.imageVariant = members["image_variant"] as? String
        for part in members["parts"] as? [[String: Any]] ?? [] {
            var use = ModelUsage(model: (part["model"] as? String).map { ModelID(rawValue: $0) }, tokens: TokenCounts())
            for (name, path) in TokenCounts.named {
                guard let count = (part["tokens"] as? [String: Any])?[name] as? Int64 else { continue }
                use.tokens[keyPath: path] = count
                // The row has them together.
                usage.tokens[keyPath: path] -= count
            }
            usage.additional.append(use)
        }
        return usage
    }
}
