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
        if let estimate = complete(failure) {
            loop.count(estimate) { usage in
                self.price(usage)
                self.handOver()
            }
        } else {
            handOver()
        }
    }

    /// The row is complete: the ledger's turn.
    private func handOver() {
        if wasResent { record.detail = UsageDetail.resent(record.detail) }
        admitLabels()
        let slot = slot
        self.slot = nil
        hadHold = slot != nil
        loop.awaiting.append(self)
        loop.lane.settle(record, releasing: slot)
    }

    /// The ledger has answered.
    func committed(_ result: SettledBatch.Result) {
        if hadHold { loop.countHold(-1) }
        endAdmission(cost: record.knownCost, usedTokens: record.tokens.inputTotal + record.tokens.outputTotal)
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
            CallSettled(
                record: record, overheadSeconds: Double(overhead(now)) / 1e9, committedInTime: inTime,
                span: trace.flatMap { $0.isRecorded ? $0.reference : nil }))
        endTrace(now: now)
    }

    /// Nanoseconds in the gateway: before the request went out, and after the answer was in.
    private func overhead(_ now: Int64) -> Int64 {
        let before = timeline.requestSent > 0 ? timeline.requestSent - timeline.received : 0
        return before + now - timeline.settled
    }

    // MARK: The row

    /// Fills in what is known; where tokens have to be counted first, says what.
    private func complete(_ failure: ErrorType?) -> TokenEstimate? {
        readForm()
        let metered = relay.metered
        record.status = relay.status
        record.upstreamRequestID = relay.upstreamRequestID ?? metered.id
        record.responseModel = metered.model.map { ModelID(rawValue: $0.firstCodePoints(RequestHeaders.maximumLength)) }
        record.durationMicroseconds = (timeline.settled - timeline.begun) / 1000
        if timeline.firstContent > 0 {
            record.timeToFirstTokenMicroseconds = (timeline.firstContent - timeline.begun) / 1000
        }
        // A client that goes before the answer's head leaves a call that the provider may bill all the same.
        let isUnknown = record.clientDisconnected && relay.providerStatus == 0 && failure == nil
        answered = (200..<400).contains(relay.providerStatus) || isUnknown
        record.errorType = failure ?? answerError(metered)
        record.tokens = TokenCounts()
        record.usageSource = .none
        if !answered {
            // Nothing that a provider refused, or never answered, is billed.
            record.cost = .zero
            record.knownCost = .zero
        } else if route.api.isFree {
            record.cost = .zero
            record.knownCost = .zero
        } else if route.operation.isRetrieval {
            settleRetrieval(metered)
        } else if !route.api.isMetered {
            let isRead = ["GET", "HEAD", "OPTIONS", "DELETE"].contains(method)
            record.cost = isRead ? .zero : nil
            record.knownCost = .zero
        } else if let usage = metered.usage, metered.usageIsFinal {
            record.usageSource = .reported
            price(usage, saysTier: metered.saysTier)
        } else if isOnlyAnError(metered) {
            record.cost = .zero
            record.knownCost = .zero
        } else if let id = metered.id, leavesUsageOpen(metered) {
            loop.background.opened(id)
            record.cost = nil
            record.knownCost = .zero
            record.detail = UsageDetail.open(id)
        } else if let usage = requestUsage {
            record.usageSource = .estimated
            price(usage)
        } else if let estimate = TokenEstimate(of: self, metered: metered) {
            record.usageSource = .estimated
            return estimate
        } else {
            record.cost = nil
            record.knownCost = .zero
        }
        return nil
    }

    private func answerError(_ metered: MeteredResponse) -> ErrorType? {
        guard relay.providerStatus >= 400 else { return metered.errorType }
        return relay.errorBody.withUnsafeReadableBytes {
            ErrorType.classify(dialect: route.operation.dialect, status: relay.providerStatus, body: $0)
        }
    }

    /// Whether a status of success is all that the answer has in common with one: an error came in the place of the
    /// first token.
    ///
    /// Of text only: pictures and sounds are not counted as they pass.
    private func isOnlyAnError(_ metered: MeteredResponse) -> Bool {
        metered.errorType != nil && metered.usage == nil && route.api.isTextual && timeline.firstContent == 0
            && max(relay.outputBytes, metered.outputText.count) == 0
    }

    /// Whether the answer is made in the background and not done yet: whoever fetches it is told its usage.
    private func leavesUsageOpen(_ metered: MeteredResponse) -> Bool {
        facts?.isBackground == true && metered.usage == nil && metered.errorType == nil
    }

    /// An answer that an earlier call made costs nothing again, unless that call was made in the background through
    /// this gateway, and its usage is told here for the first time.
    private func settleRetrieval(_ metered: MeteredResponse) {
        record.cost = .zero
        record.knownCost = .zero
        guard let id = metered.id, let usage = metered.usage, metered.usageIsFinal, loop.background.settles(id) else {
            return
        }
        record.usageSource = .reported
        price(usage, saysTier: metered.saysTier)
        record.detail = UsageDetail.text(usage, settling: id)
    }

    /// What the request alone tells of the use, where the answer tells nothing: characters to speak, seconds of audio.
    private var requestUsage: Usage? {
        guard let hints = facts?.hints else { return nil }
        var usage: Usage?
        hints.apply(to: &usage, api: route.api, flavor: provider.flavor, saysTier: false)
        return usage
    }

    private func price(_ metered: Usage, saysTier: Bool = false) {
        var usage = metered
        var hints = facts?.hints ?? RequestHints()
        hints.serviceTier = facts?.serviceTier
        hints.host = provider.host
        if hints.inferenceLocation == nil { hints.inferenceLocation = provider.location }
        hints.apply(to: &usage, flavor: provider.flavor, saysTier: saysTier)
        record.tokens = usage.allTokens
        let priced = loop.pricing.price(
            usage, provider: record.provider, responseModel: zoned(hints) ?? record.responseModel,
            requestModel: record.requestModel, at: record.startedAt)
        record.apply(priced)
        record.detail = UsageDetail.text(usage)
    }

    /// The name under which the price list has the model in the data zone that it runs in, where it has one.
    private func zoned(_ hints: RequestHints) -> ModelID? {
        guard let model = record.responseModel ?? record.requestModel,
            let zoned = hints.zoned(model, provider.flavor),
            loop.pricing.resolve(provider: record.provider, model: zoned) != nil
        else { return nil }
        return zoned
    }

    private func admitLabels() {
        var model = record.pricedAs
        if model == nil, let requested = record.requestModel {
            // A call that failed has no price, but counts under the name that its price would have had: the price list
            // bounds these names, and a model's errors are told beside its calls.
            model =
                answered || provider.models.contains(requested.rawValue)
                ? requested : loop.pricing.resolve(provider: record.provider, model: requested)?.id
        }
        // What the hold was admitted under, word for word, stays admitted.
        if let model, model.rawValue == record.modelLabel, record.component.rawValue == record.componentLabel { return }
        let labels = loop.labels.admit(model: model, component: record.component)
        record.modelLabel = labels.model
        record.componentLabel = labels.component
    }
}
