public import Budgets

/// The port that remembers which alerts were told, on this gateway, for good.
public protocol AlertStoring: Sendable {
    /// Marks the alert as noticed; false when its id was marked before.
    func mark(_ alert: BudgetAlert) async throws -> Bool
    /// Notes that the alert has gone out to where it goes.
    func markDelivered(_ id: String) async throws
    /// Alerts that were noticed, but whose delivery was never noted: what a crash left.
    func undelivered() async throws -> [BudgetAlert]
    /// Noticed alerts, newest first, at most `limit`, those noticed before `before` (microseconds since 1970).
    func alerts(before: Int64?, limit: Int) async throws -> [BudgetAlert]
}

/// The port that decides, over all gateways, who tells of an alert.
///
/// The gateway that is alone uses ``SoleGateway``; with a store that gateways share, one script marks and publishes.
public protocol AlertClaiming: Sendable {
    /// Whether this gateway is the one to tell; false when another one has.
    ///
    /// - Throws: while the store cannot be reached; the alert is then claimed again later: late, but once.
    func claim(_ alert: BudgetAlert) async throws -> Bool
}

/// There is no other gateway: every alert is this one's to tell.
public struct SoleGateway: AlertClaiming {
    /// The claims of a gateway that is alone.
    public init() {}
    public func claim(_ alert: BudgetAlert) -> Bool { true }
}
