import ControlPlane
import Foundation
import Ledger
import Money
import Pricing
import Usage

/// Explains what a row cost by the prices that are known now.
struct RowPrices: CostExplaining {
    let pricing: Pricing

    func lines(of record: UsageRecord) -> [CostLine] {
        pricing.lines(
            of: usage(of: record), provider: record.provider, responseModel: record.responseModel,
            requestModel: record.requestModel, at: record.startedAt
        ).map { line in
            let per: Int64 =
                switch line.unit {
                case .million: 1_000_000
                case .one: 1
                case .hour: 3_600_000_000
                }
            return CostLine(
                name: line.name, quantity: line.quantity, per: per, rate: line.rate?.description, amount: line.amount)
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
        return usage
    }
}
