import Budgets
import Ledger
import Money
import NIOCore
import Usage

extension Call {
    /// Refuses the call by a row of its own (CONTRACTS.md "What counts as what"): nothing goes to the provider.
    func refuse(_ answer: BudgetAnswer) {
        if isUploading { relay.closesAfterwards() }
        answerLocally(answer.status, answer.code, answer.message, mayRetry: answer.status == 503)
        settle(.budgetExceeded)
    }

    /// Waits for leases, then goes on or is refused; the client may go meanwhile.
    func waitForLease(worstCase: NanoUSD, desk: LeaseDesk, subject: BudgetSubject) {
        let (loop, startedAt) = (loop, record.startedAt)
        let box = WaitingCall(call: self)
        // Unstructured: a call has no task; what it waits for ends within the store's command timeout.
        Task {
            let answer = await desk.admit(subject, worstCase: worstCase, startedAt: startedAt)
            loop.eventLoop.execute { box.call.leaseAnswered(answer, worstCase: worstCase) }
        }
    }

    private func leaseAnswered(_ answer: BudgetAdmission, worstCase: NanoUSD) {
        guard phase == .connecting else {
            if case .admitted(let hold?) = answer { loop.budgets.release(hold) }
            return
        }
        switch answer {
        case .admitted(let hold):
            budgetHold = hold
            guard openHold(worstCase: hold == nil ? nil : worstCase) else {
                endAdmission(cost: .zero, usedTokens: 0)
                refuse(.ledgerUnavailable)
                return
            }
            loop.upstreams[upstreamIndex].acquire(for: self, fresh: uploading != nil)
        case .refused(let refusal): refuse(BudgetAnswer(refusal))
        case .needsLease(let accounts):
            guard let account = accounts.first else { return }
            refuse(
                BudgetAnswer(
                    BudgetRefusal(
                        budget: account.budget, period: account.period, left: .zero, needed: worstCase, isOutage: true))
            )
        }
    }

    /// Gives back what the call has taken of its key's limits and its budgets, and counts what it has cost.
    ///
    /// Does nothing the second time.
    func endAdmission(cost: NanoUSD, usedTokens: Int64?) {
        if let use = keyUse {
            keyUse = nil
            use.limiter.ended(use, usedTokens: usedTokens)
        }
        guard var subject = budgetSubject else { return }
        // A form that was passed on as it came has named its model meanwhile.
        if subject.model == nil { subject.model = loop.budgetedModel(of: record) }
        let hold = budgetHold
        budgetSubject = nil
        budgetHold = nil
        loop.budgets.settle(
            subject, hold: hold, cost: cost, sequence: record.id.rawValue, startedAt: record.startedAt,
            at: CallClock.wallMicroseconds())
    }
}

/// Carries a call through a task, back to its event loop.
///
/// `@unchecked Sendable`: the task does not touch the call; it is used on its event loop only.
private struct WaitingCall: @unchecked Sendable {
    let call: Call
}
