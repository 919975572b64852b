public import Usage

/// Several observers as one; each is told in turn.
public struct ObserverGroup: GatewayObserver {
    private let observers: [any GatewayObserver]

    /// All of `observers`.
    public init(_ observers: [any GatewayObserver]) { self.observers = observers }

    public func callSettled(_ event: borrowing CallSettled) {
        for observer in observers { observer.callSettled(event) }
    }

    public func callRefused(_ event: CallRefused) {
        for observer in observers { observer.callRefused(event) }
    }

    public func upstreamEnded(_ event: UpstreamEnded) {
        for observer in observers { observer.upstreamEnded(event) }
    }

    public func upstreamReconnected(provider: ProviderID) {
        for observer in observers { observer.upstreamReconnected(provider: provider) }
    }

    public func loopLagged(seconds: Double) {
        for observer in observers { observer.loopLagged(seconds: seconds) }
    }
}
