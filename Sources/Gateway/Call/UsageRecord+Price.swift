import Ledger
import Money
import Pricing

extension UsageRecord {
    /// Takes over what a call cost.
    mutating func apply(_ priced: PriceResult) {
        cost = priced.cost?.rounded()
        knownCost = cost ?? priced.known.rounded()
        unpriced = priced.unpriced
        pricedAs = priced.pricedAs
        priceSource =
            switch priced.source {
            case .catalogue: .catalogue
            case .configured: .configured
            case .fallback: .fallback
            case .provider: .provider
            case .none: .none
            }
    }
}
