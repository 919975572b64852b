import Dialects
import Pricing
import Usage

extension CallStarter {
    /// Refuses what a virtual key does not allow; a call that names no model may read only.
    func checkGrant(
        _ grant: KeyGrant?, provider: ProviderID, model: ModelID?, method: String, dialect: Dialect
    ) throws(Rejection) {
        guard let grant else { return }
        guard grant.allows(provider) else {
            throw Rejection(
                reason: .forbidden, status: 403, code: "provider_not_allowed",
                message: "This Tollgate key may not call the provider '\(provider)'.", dialect: dialect)
        }
        guard grant.models != nil, model != nil || !Self.isRead(method) else { return }
        let catalogued = model.flatMap { loop.pricing.resolve(provider: provider, model: $0)?.id }
        guard grant.allows([model, catalogued]) else {
            throw Rejection(
                reason: .forbidden, status: 403, code: "model_not_allowed",
                message: model.map { "This Tollgate key may not call the model '\($0.rawValue.prefix(200))'." }
                    ?? "This Tollgate key is for some models only, and this call names none.",
                dialect: dialect)
        }
    }

    /// Takes what the call needs of its key's limits.
    func takeUse(of grant: KeyGrant?, facts: RequestFacts?, dialect: Dialect) throws(Rejection) -> KeyLimiter.Use? {
        guard let limiter = grant?.limiter else { return nil }
        let output = (facts?.outputCap ?? 0).multipliedReportingOverflow(by: facts?.choices ?? 1)
        let input = facts.map { TokenEstimate.inputTokens(ofBytes: $0.bodyBytes) } ?? 0
        let tokens = output.overflow ? Int64.max : input.addingReportingOverflow(output.partialValue).partialValue
        do throws(KeyLimiter.Denial) {
            return try limiter.begin(tokens: max(tokens, 0), now: CallClock.monotonicNanoseconds())
        } catch {
            throw Rejection(
                reason: .rateLimited, status: 429, code: "rate_limit_exceeded",
                message: Self.message(error), dialect: dialect, mayRetry: true, retryAfter: error.retryAfter)
        }
    }

    /// Whether a method only reads.
    static func isRead(_ method: String) -> Bool { ["GET", "HEAD", "OPTIONS", "DELETE"].contains(method) }

    private static func message(_ denial: KeyLimiter.Denial) -> String {
        switch denial.limit {
        case .requests(let limit):
            "This Tollgate key may make \(limit) requests a minute. Try again in \(denial.retryAfter) s."
        case .tokens(let limit):
            "This Tollgate key may use \(limit) tokens a minute. Try again in \(denial.retryAfter) s."
        case .concurrency(let limit):
            "This Tollgate key may have \(limit) requests at once. Try again when one has ended."
        }
    }
}
