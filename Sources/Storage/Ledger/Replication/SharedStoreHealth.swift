/// How it is with the store that gateways share, for metrics and for people.
public struct SharedStoreHealth: Sendable, Hashable {
    public var isConnected: Bool
    /// Age of the oldest committed row that the other gateways cannot see yet, seconds.
    public var lagSeconds: Double
    /// What to tell an operator; nil when all is well.
    public var message: String?
    /// Calls for a lease that an outage decided, by what was decided.
    public var outages: [OutageDecision: Int64]

    /// A state.
    public init(
        isConnected: Bool, lagSeconds: Double, message: String?, outages: [OutageDecision: Int64] = [:]
    ) {
        self.isConnected = isConnected
        self.lagSeconds = lagSeconds
        self.message = message
        self.outages = outages
    }

    /// What was decided about a hard budget while the store could not be asked.
    public enum OutageDecision: String, Sendable, Hashable, CaseIterable {
        /// Refused (`on_outage: closed`, or no lease at hand).
        case refused
        /// Admitted against the lease at hand (`local_lease`).
        case localLease = "local_lease"
        /// Admitted as if there were no other gateway (`open`).
        case open
    }
}
