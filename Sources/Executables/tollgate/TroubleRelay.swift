import GatewayErrors
import Synchronization

/// Passes on trouble of the shared store to error reports, which can only be made after it.
final class TroubleRelay: Sendable {
    private let errors = Mutex<GatewayErrors?>(nil)

    /// Where it goes from now on.
    func forward(to errors: GatewayErrors) { self.errors.withLock { $0 = errors } }

    /// The shared store cannot be used.
    func sharedStoreFailed(_ reason: String) { errors.withLock { $0 }?.sharedStoreFailed(reason) }
}
