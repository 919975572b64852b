/// How a gateway shares what it knows.
public struct SharedStoreSettings: Sendable, Hashable {
    /// Between two pushes of what has changed.
    public var pushInterval: Duration = .seconds(1)
    /// How long a lease lasts without being renewed.
    public var leaseDuration: Duration = .seconds(10)
    /// A lease of a budget that nothing was spent of for this long is given back.
    public var idleLease: Duration = .seconds(3)
    /// How long into an outage of the store a call that it alone can admit waits for it to come back.
    public var patience: Duration = .seconds(2)

    /// The defaults.
    public init() {}
}
