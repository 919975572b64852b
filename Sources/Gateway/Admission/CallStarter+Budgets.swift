import Budgets
import Dialects
import Ledger
import Money
import NIOCore
import Pricing
import Usage

extension CallStarter {
    /// What the call counts for.
    func subject(_ record: UsageRecord) -> BudgetSubject {
        BudgetSubject(
            user: record.user.rawValue, key: record.keyID?.rawValue, component: record.component.rawValue,
            model: loop.budgetedModel(of: record))
    }

    /// Asks the budgets.
    ///
    /// - Parameter body: nil where it is not at hand as plain JSON.
    func verdict(
        _ subject: BudgetSubject, _ record: UsageRecord, route: Route, method: String, facts: RequestFacts?,
        body: RequestBody?, flavor: UsageFlavor
    ) -> BudgetVerdict {
        // What follows copies all that is known of the call.
        guard loop.budgets.hasHardBudgets else { return .admitted(nil, worstCase: nil, edits: []) }
        let isFree =
            route.api.isFree || route.operation.isRetrieval || (!route.api.isMetered && Self.isRead(method))
        var hints = facts?.hints ?? RequestHints()
        if hints.inferenceLocation == nil { hints.inferenceLocation = loop.upstreams[route.provider].provider.location }
        let zoned = record.requestModel.flatMap { hints.zoned($0, flavor) }
        func decide(_ bytes: UnsafeRawBufferPointer?) -> BudgetVerdict {
            loop.admission.decide(
                Admission.Request(
                    subject: subject, record: record, api: route.api, isFree: isFree, facts: facts, body: bytes,
                    isEditable: bytes != nil, flavor: flavor, zoned: zoned))
        }
        switch body {
        case nil: return decide(nil)
        case .memory(let bytes): return bytes.withUnsafeReadableBytes { decide($0) }
        case .file(let spooled):
            // Read whole only where a hard budget has to look into it.
            guard loop.budgets.room(for: subject, startedAt: record.startedAt) != nil,
                let bytes = try? RequestBody.file(spooled).whole()
            else { return decide(nil) }
            return bytes.withUnsafeReadableBytes { decide($0) }
        }
    }

    /// Lets an admitted call go on, or ends one that is not.
    func proceed(_ call: Call, _ verdict: BudgetVerdict, dialect: Dialect) throws(Rejection) {
        switch verdict {
        case .admitted(let hold, let worstCase, _):
            call.budgetHold = hold
            guard call.openHold(worstCase: worstCase) else {
                call.endAdmission(cost: .zero, usedTokens: 0)
                throw ledgerUnavailable(dialect)
            }
            client.began(call)
            loop.add(call)
            // A body that is passed on as it comes cannot be sent twice: not on a connection that may be stale.
            loop.upstreams[call.route.provider].acquire(for: call, fresh: call.uploading != nil)
        case .refused(let answer):
            client.began(call)
            loop.add(call)
            call.refuse(answer)
        case .waiting(let worstCase, _):
            guard let desk = loop.leaseDesk, let subject = call.budgetSubject else {
                call.endAdmission(cost: .zero, usedTokens: 0)
                throw ledgerUnavailable(dialect)
            }
            client.began(call)
            loop.add(call)
            call.waitForLease(worstCase: worstCase, desk: desk, subject: subject)
        case .ledgerUnavailable:
            call.endAdmission(cost: .zero, usedTokens: 0)
            throw ledgerUnavailable(dialect)
        }
    }
}

extension LoopContext {
    /// The model that budgets count the call under; nil where none does, or the call has none.
    ///
    /// Budgets read what was spent before by the same rule (`UsageRecord.budgetedModel`).
    func budgetedModel(of record: UsageRecord) -> String? {
        guard budgets.countsModels, let model = record.budgetedModel else { return nil }
        return pricing.budgetedName(provider: record.provider, model: model)
    }
}

extension BudgetVerdict {
    /// What changes in the request's body.
    var edits: [BodyEdit] {
        switch self {
        case .admitted(_, _, let edits), .waiting(_, let edits): edits
        case .refused, .ledgerUnavailable: []
        }
    }
}
