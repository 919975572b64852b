import Logging
import Synchronization

/// Hands a logger to a callback that was made before it.
final class ClientHolder: Sendable {
    private let state = Mutex<(logger: Logger?, count: Int)>((nil, 0))

    func set(_ logger: Logger) { state.withLock { $0.logger = logger } }

    func log(_ message: String) {
        let logger = state.withLock { state in
            state.count += 1
            return state.logger
        }
        logger?.error("\(message)")
    }

    var count: Int { state.withLock { $0.count } }
}
