import Dialects
import Ledger
import Money
import NIOCore
import Pricing
import Usage

extension Call {
    /// Makes the row and gives it to the ledger.
    ///
    /// The only way to a row; does nothing the second time.
    ///
    /// - Parameter failure: why the attempt failed; nil = what the provider's answer says.
    func settle(_ failure: ErrorType?) {
        guard phase != .settling, phase != .settled else { return }
        phase = .settling
        if upstream == nil { loop.remove(self) }
        timeline.settled = CallClock.monotonicNanoseconds()
        complete(failure)
        let slot = slot
        self.slot = nil
        hadHold = slot != nil
        loop.awaiting.append(self)
        loop.lane.settle(record, releasing: slot)
    }

    /// The ledger has answered.
    func committed(_ result: SettledBatch.Result) {
        if hadHold { loop.countHold(-1) }
        guard phase == .settling else { return }
        release(inTime: result == .committed)
    }

    /// The commit takes too long: the response waits no longer.
    func releaseLate() { release(inTime: false) }

    /// Whether the end has been let go.
    var isReleased: Bool { phase == .settled }

    private func release(inTime: Bool) {
        guard phase == .settling else { return }
        phase = .settled
        relay.release(cost: record.cost)
        flush()
        upstream?.resume()
        let now = CallClock.monotonicNanoseconds()
        loop.observer.callSettled(
            CallSettled(record: record, overheadSeconds: Double(overhead(now)) / 1e9, committedInTime: inTime))
    }

    /// Nanoseconds in the gateway: before the request went out, and after the answer was in.
    private func overhead(_ now: Int64) -> Int64 {
        let before = timeline.requestSent > 0 ? timeline.requestSent - timeline.received : 0
        return before + now - timeline.settled
    }

    // MARK: The row

    private func complete(_ failure: ErrorType?) {
        let metered = relay.metered
        record.status = relay.status
        record.upstreamRequestID = relay.upstreamRequestID ?? metered.id
        record.responseModel = metered.model.map { ModelID(rawValue: $0) }
        record.durationMicroseconds = (timeline.settled - timeline.begun) / 1000
        if timeline.firstContent > 0 {
            record.timeToFirstTokenMicroseconds = (timeline.firstContent - timeline.begun) / 1000
        }
        // A client that goes before the answer's head leaves a call that the provider may bill all the same.
        let isUnknown = record.clientDisconnected && relay.providerStatus == 0 && failure == nil
        let answered = (200..<400).contains(relay.providerStatus) || isUnknown
        record.errorType = failure ?? answerError(metered)
        record.tokens = TokenCounts()
        record.usageSource = .none
        if !answered {
            // Nothing that a provider refused, or never answered, is billed.
            record.cost = .zero
            record.knownCost = .zero
        } else if !route.api.isMetered {
            let isRead = ["GET", "HEAD", "OPTIONS", "DELETE"].contains(method)
            record.cost = isRead ? .zero : nil
            record.knownCost = .zero
        } else if let usage = metered.usage, metered.usageIsFinal {
            record.usageSource = .reported
            price(usage)
        } else if let usage = TokenEstimate.usage(of: self, metered: metered) {
            record.usageSource = .estimated
            price(usage)
        } else {
            record.cost = nil
            record.knownCost = .zero
        }
        admitLabels(answered: answered)
    }

    private func answerError(_ metered: MeteredResponse) -> ErrorType? {
        guard relay.providerStatus >= 400 else { return metered.errorType }
        return relay.errorBody.withUnsafeReadableBytes {
            ErrorType.classify(dialect: provider.dialect, status: relay.providerStatus, body: $0)
        }
    }

    private func price(_ usage: Usage) {
        record.tokens = usage.allTokens
        let priced = loop.pricing.price(
            usage, provider: record.provider, responseModel: record.responseModel, requestModel: record.requestModel,
            at: record.startedAt)
        record.apply(priced)
        record.detail = UsageDetail.text(usage)
    }

    private func admitLabels(answered: Bool) {
        var model = record.pricedAs
        if model == nil, let requested = record.requestModel,
            answered || provider.models.contains(requested.rawValue)
        {
            model = requested
        }
        let labels = loop.labels.admit(model: model, component: record.component)
        record.modelLabel = labels.model
        record.componentLabel = labels.component
    }
}
