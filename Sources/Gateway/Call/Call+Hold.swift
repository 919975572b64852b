import Dialects
import Ledger
import Money
import Pricing
import Usage

extension Call {
    /// Opens the hold: what the row becomes if the process dies from here on.
    ///
    /// - Parameter worstCase: what a hard budget holds for the call; nil = an estimate of its input will do.
    /// - Returns: false when it could not be stored, and must be (`on_ledger_failure`).
    func openHold(worstCase: NanoUSD?) -> Bool {
        var record = record
        record.usageSource = .interrupted
        if route.api.isFree || route.operation.isRetrieval {
            record.cost = .zero
        } else if let facts, route.api.isTextual {
            var usage = Usage()
            usage.tokens.input = TokenEstimate.inputTokens(ofBytes: facts.bodyBytes)
            record.tokens = usage.tokens
            record.apply(
                loop.pricing.price(
                    usage, provider: record.provider, responseModel: nil, requestModel: record.requestModel,
                    at: record.startedAt))
        }
        if let worstCase {
            record.cost = worstCase
            record.knownCost = worstCase
            record.unpriced = []
        }
        let labels = loop.labels.admit(model: record.pricedAs, component: record.component)
        record.modelLabel = labels.model
        record.componentLabel = labels.component
        (self.record.modelLabel, self.record.componentLabel) = (labels.model, labels.component)
        slot = loop.lane.open(Hold(record: record))
        if slot != nil { loop.countHold(1) }
        let policy = loop.settings.onLedgerFailure
        return slot != nil || policy == .serve || (policy == .auto && worstCase == nil)
    }
}
