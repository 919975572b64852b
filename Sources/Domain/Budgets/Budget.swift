public import Money

/// A limit on what one user, key, component, model or the whole gateway may spend in a window.
public struct Budget: Sendable, Hashable {
    public var id: BudgetID
    public var limit: NanoUSD
    public var mode: Mode
    /// Ascending, none twice.
    public private(set) var thresholds: [BudgetThreshold]
    /// The IANA name of the zone in which its windows begin and end.
    public var timeZone: String
    public var onOutage: OutagePolicy
    /// Whether a call's output cap may be lowered so that its worst case fits, instead of refusing the call.
    public var capsOutput: Bool

    /// What happens at the limit.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Alerts only.
        case soft
        /// Calls whose worst case does not fit are refused.
        case hard
    }

    /// What a hard budget does while the store that gateways share cannot be reached.
    public enum OutagePolicy: String, Sendable, Hashable, CaseIterable {
        /// Refuses once the lease at hand is used up or expired.
        case closed
        /// Goes on with the lease at hand, also beyond its time.
        case localLease = "local_lease"
        /// Admits as if this gateway were the only one.
        case open
    }

    /// The name of the zone without daylight saving.
    public static let utc = "UTC"

    /// A budget of `limit`.
    public init(
        id: BudgetID, limit: NanoUSD, mode: Mode = .soft, thresholds: [BudgetThreshold] = [.standard],
        timeZone: String = Budget.utc, onOutage: OutagePolicy = .closed, capsOutput: Bool = false
    ) {
        self.id = id
        self.limit = limit
        self.mode = mode
        self.thresholds = Set(thresholds).sorted()
        self.timeZone = timeZone
        self.onOutage = onOutage
        self.capsOutput = capsOutput
    }

    /// Names the limit in the markers of alerts, so that another limit arms them again.
    ///
    /// Made of the limit itself: the same on every gateway and after every restart, without a counter to keep.
    public var revision: Int64 { limit.rawValue }
}
