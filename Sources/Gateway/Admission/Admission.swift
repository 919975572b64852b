import Budgets
import Dialects
import Ledger
import Money
import Pricing
import Tokenization
import Usage

/// Admits a call to its provider, as far as budgets have a say (DESIGN.md "Life of a request", 2).
///
/// A call to which no hard budget applies costs one look. Else its worst case is held in all of them or it is refused:
/// first by the bytes of its request; where that is too much, by a count of its tokens; where that is still too much
/// and the budgets say so, with a lower output cap.
struct Admission {
    let budgets: BudgetBook
    let pricing: Pricing
    let settings: GatewaySettings
    let ledgerHealth: @Sendable () -> LedgerHealth

    /// Requests up to this are counted on the event loop; bytes.
    private static let countedBody = 256 << 10
    /// An output cap below this is of no use to anybody, and less than some APIs take.
    private static let leastOutput: Int64 = 16
    /// What a provider may count differently.
    private static let countMargin: Int64 = 32

    /// A call that asks to be admitted.
    struct Request {
        var subject: BudgetSubject
        var record: UsageRecord
        var api: API
        /// Costs nothing, whatever comes of it.
        var isFree: Bool
        var facts: RequestFacts?
        /// The body as JSON; nil where it is not at hand.
        var body: UnsafeRawBufferPointer?
        /// Whether the body can be changed on its way (it is not compressed).
        var isEditable: Bool
        /// The flavor says how an output cap is called.
        var flavor: UsageFlavor
        /// The model's name in the data zone that it runs in, where the price list may have one.
        var zoned: ModelID?
    }

    /// Decides, and holds what is needed.
    func decide(_ request: borrowing Request) -> BudgetVerdict {
        let startedAt = request.record.startedAt
        guard let room = budgets.room(for: request.subject, startedAt: startedAt), !request.isFree else {
            return .admitted(nil, worstCase: nil, edits: [])
        }
        if settings.onLedgerFailure != .serve, !ledgerHealth().isWritable { return .ledgerUnavailable }
        switch worstCase(request) {
        case .free: return .admitted(nil, worstCase: nil, edits: [])
        case .unpriced:
            return .refused(BudgetAnswer(unpriced: request.record.requestModel?.rawValue, room))
        case .unbounded(let reason):
            guard let most = settings.maxCostPerCall else { return .refused(BudgetAnswer(unbounded: reason, room)) }
            return admit(request, most, [])
        case .bounded(let bounded):
            return admit(request, bounded, room)
        }
    }

    private func worstCase(_ request: borrowing Request) -> WorstCase {
        let rule = WorstCaseRule(pricing: pricing, imageTokens: settings.imageTokens)
        if let facts = request.facts, let kind = WorstCaseRule.Media(request.api) {
            return rule.find(
                kind, facts, provider: request.record.provider, model: request.record.requestModel,
                flavor: request.flavor, startedAt: request.record.startedAt)
        }
        guard let facts = request.facts, let body = request.body else {
            return .unbounded("its body is not read whole as plain JSON")
        }
        return rule.find(
            facts, extent: PromptExtent(body, api: request.api), api: request.api, provider: request.record.provider,
            model: request.record.requestModel, zoned: request.zoned, startedAt: request.record.startedAt)
    }

    private func admit(
        _ request: borrowing Request, _ bounded: WorstCase.Bounded, _ room: BudgetRoom
    ) -> BudgetVerdict {
        var bounded = bounded
        if bounded.cost > room.left { count(request, &bounded) }
        guard bounded.cost > room.left, room.capsOutput, request.isEditable, let body = request.body,
            let capped = WorstCaseRule.largestCap(
                bounded, within: room.left, least: Self.leastOutput, at: request.record.startedAt),
            let edits = OutputCap.edits(to: capped.cap, of: body, api: request.api, flavor: request.flavor)
        else { return admit(request, bounded.cost, []) }
        return admit(request, capped.cost, edits)
    }

    /// Counts the prompt's tokens, where its bytes were all that was known of it.
    private func count(_ request: borrowing Request, _ bounded: inout WorstCase.Bounded) {
        guard bounded.isByBytes, let body = request.body, body.count <= Self.countedBody,
            let tokens = InputCount.exact(
                body, api: request.api, model: bounded.model.id?.rawValue ?? request.record.requestModel?.rawValue)
        else { return }
        var bound = bounded.bound
        bound.inputTokens = min(bound.inputTokens, tokens + Self.countMargin)
        guard let cost = WorstCaseRule.cost(bounded, bound, at: request.record.startedAt), cost < bounded.cost else {
            return
        }
        bounded.bound = bound
        bounded.cost = cost
    }

    private func admit(_ request: borrowing Request, _ most: NanoUSD, _ edits: [BodyEdit]) -> BudgetVerdict {
        let answer = budgets.admit(
            request.subject, worstCase: most, startedAt: request.record.startedAt,
            now: CallClock.monotonicNanoseconds())
        switch answer {
        case .admitted(let hold): return .admitted(hold, worstCase: hold == nil ? nil : most, edits: edits)
        case .refused(let refusal): return .refused(BudgetAnswer(refusal))
        case .needsLease: return .waiting(worstCase: most, edits: edits)
        }
    }
}
