public import Dialects
import JSONScanning
import Money
public import Pricing
public import Usage

/// Prices logged calls: a line of them, or the body of one.
///
/// A value that all threads share.
public struct CasePricer: Sendable {
    private let pricing: Pricing
    private let now: Int64
    private let choice: ModelChoice?
    /// The catalogue's id of each provider by every name that it goes by, with the way it counts.
    private let flavors: [String: UsageFlavor]

    /// - Parameters:
    ///   - now: when a call without a time is taken to have been, in microseconds since 1970.
    ///   - choice: a model at whose prices every call is priced as well.
    public init(pricing: Pricing, now: Int64, choice: ModelChoice? = nil) {
        self.pricing = pricing
        self.now = now
        self.choice = choice
        var flavors: [String: UsageFlavor] = [:]
        for provider in pricing.catalogue.providers {
            let flavor = UsageFlavor(provider: provider.id)
            for name in provider.names where flavors[name] == nil { flavors[name] = flavor }
            flavors[provider.id.rawValue.lowercased()] = flavor
        }
        self.flavors = flavors
    }

    /// Prices the case in `line` (CONTRACTS.md "`tollgate price`").
    public func price(line: UnsafeRawBufferPointer) throws(CostCaseError) -> PricedCase {
        let example = try CostCase(line)
        var payload = UnsafeRawBufferPointer(rebasing: line[example.payload])
        var hints = example.hints
        let flavor = flavor(example.provider)
        let response: MeteredResponse
        var isUnanswered = false
        if example.isStream {
            response = try CaseReading.events(payload, api: example.api, flavor: flavor)
        } else {
            (payload, _, isUnanswered) = unwrap(payload, &hints)
            response = CaseReading.body(payload, api: example.api, flavor: flavor)
        }
        var priced = price(
            response, Call(provider: example.provider, api: example.api, model: example.model, flavor: flavor), hints,
            at: example.instant ?? now, payload: payload)
        // An error inside a stream may come after tokens that are billed.
        if !example.isStream { settleError(response, isUnanswered: isUnanswered, &priced) }
        priced.id = example.id.map { Self.repaired(line[$0]) }
        return priced
    }

    /// Prices `body`, an answer of `api` of `provider` as it came, or a line of a batch's results.
    public func price(
        body: UnsafeRawBufferPointer, provider: ProviderID, api: API, model: ModelID?, isBatch: Bool
    ) throws(CostCaseError) -> PricedCase {
        do throws(JSONScanError) {
            var cursor = JSONCursor(body)
            try cursor.skip()
            try cursor.end()
        } catch {
            throw .notJSON(error)
        }
        var hints = RequestHints()
        hints.isBatch = isBatch
        let (payload, id, isUnanswered) = unwrap(body, &hints)
        let flavor = flavor(provider)
        let response = CaseReading.body(payload, api: api, flavor: flavor)
        let call = Call(provider: provider, api: api, model: model, flavor: flavor)
        var priced = price(response, call, hints, at: now, payload: payload)
        settleError(response, isUnanswered: isUnanswered, &priced)
        priced.id = id ?? response.id.map(Self.quoted)
        return priced
    }

    /// Prices `stream`, the events of one answer as they came over the wire.
    public func price(
        stream: UnsafeRawBufferPointer, provider: ProviderID, api: API, model: ModelID?, isBatch: Bool
    ) -> PricedCase {
        var hints = RequestHints()
        hints.isBatch = isBatch
        let flavor = flavor(provider)
        var meter = StreamMeter(api: api, flavor: flavor, stripsUsage: false)
        meter.finish(stream)
        let response = meter.response
        let call = Call(provider: provider, api: api, model: model, flavor: flavor)
        var priced = price(response, call, hints, at: now, payload: stream)
        priced.id = response.id.map(Self.quoted)
        return priced
    }

    /// A call as its request named it.
    private struct Call {
        var provider: ProviderID
        var api: API
        var model: ModelID?
        var flavor: UsageFlavor
    }

    private func flavor(_ provider: ProviderID) -> UsageFlavor {
        flavors[provider.rawValue.lowercased()] ?? UsageFlavor(provider: provider)
    }

    /// The answer inside a batch's envelope, which says that it was one.
    private func unwrap(
        _ body: UnsafeRawBufferPointer, _ hints: inout RequestHints
    ) -> (body: UnsafeRawBufferPointer, id: [UInt8]?, isUnanswered: Bool) {
        guard let line = BatchLine(body) else { return (body, nil, false) }
        hints.isBatch = true
        let inside = line.body ?? body.startIndex..<body.endIndex
        let isUnanswered = line.isUnanswered && line.body == nil
        return (UnsafeRawBufferPointer(rebasing: body[inside]), line.id.map { Self.repaired(body[$0]) }, isUnanswered)
    }

    private func price(
        _ response: MeteredResponse, _ call: Call, _ hints: RequestHints, at instant: Int64,
        payload: UnsafeRawBufferPointer
    ) -> PricedCase {
        var usage = response.usage
        let mayBeSilent = hints.serviceTier != nil && (call.flavor == .bedrock || call.flavor == .fireworks)
        let saysTier = !mayBeSilent || payload.mentions("serviceTier") || payload.mentions("service_tier")
        hints.apply(to: &usage, api: call.api, flavor: call.flavor, saysTier: saysTier)
        let answered = response.model.map(ModelID.init)
        var priced = PricedCase(
            id: nil, provider: call.provider, model: answered ?? call.model, usage: usage, price: .unknown)
        guard let usage else {
            // Counting is free, whatever it counted.
            if call.api.isFree {
                priced.price = .free
                if choice != nil { priced.elsewhere = .free }
            }
            return priced
        }
        let zoned = (answered ?? call.model).flatMap { hints.zoned($0, call.flavor) }
            .flatMap { pricing.resolve(provider: call.provider, model: $0) == nil ? nil : $0 }
        let result = pricing.price(
            usage, provider: call.provider, responseModel: zoned ?? answered, requestModel: call.model, at: instant)
        priced.price = CasePrice(result)
        if let choice { priced.elsewhere = price(usage, as: choice, at: instant) }
        return priced
    }

    /// The same usage at another model: of the tier that was served, but not where it was served, nor at the price that
    /// the provider stated; the parts of other models too.
    private func price(_ usage: Usage, as choice: ModelChoice, at instant: Int64) -> CasePrice {
        var usage = usage
        usage.statedCost = nil
        usage.conditions = []
        if usage.serviceTier == .provisioned { usage.serviceTier = .standard }
        usage.additional = usage.additional.map { ModelUsage(model: nil, tokens: $0.tokens) }
        return CasePrice(
            pricing.price(
                usage, provider: choice.provider, responseModel: choice.model, requestModel: choice.model, at: instant))
    }

    /// An answer that is an error, and tells no usage, costs nothing.
    private func settleError(_ response: MeteredResponse, isUnanswered: Bool, _ priced: inout PricedCase) {
        let isError = response.errorType != nil || isUnanswered
        guard isError, response.usage == nil, priced.usage == nil else { return }
        priced.isError = true
        priced.price = .free
        if choice != nil { priced.elsewhere = .free }
    }

    /// `value`, without what is not UTF-8 in it: output is JSON whatever the input was.
    private static func repaired(_ value: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        Array(String(decoding: value, as: UTF8.self).utf8)
    }

    private static func quoted(_ text: String) -> [UInt8] {
        var quoted: [UInt8] = []
        JSONEscapes.appendString(text, to: &quoted)
        return quoted
    }
}

extension CasePrice {
    /// What `result` says.
    fileprivate init(_ result: PriceResult) {
        let isKnown = result.cost != nil || result.known > .zero
        self.init(
            cost: result.cost, known: isKnown ? result.known : nil, unpriced: result.unpriced,
            pricedAs: result.pricedAs?.rawValue ?? (result.source == .fallback ? "fallback" : nil))
    }
}

extension UnsafeRawBufferPointer {
    /// Whether `name` is somewhere in the bytes as a key or a string of JSON.
    fileprivate func mentions(_ name: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        var start = startIndex
        while let quote = self[start...].firstIndex(of: UInt8(ascii: "\"")) {
            start = quote + 1
            if self[start...].prefix(wanted.count).elementsEqual(wanted) { return true }
        }
        return false
    }
}
