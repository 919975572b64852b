public import Logging
public import ServiceLifecycle

/// Keeps a ``BudgetRegister`` up to date, every few seconds, until the process ends.
public struct BudgetUpkeep: Service {
    private let register: BudgetRegister
    private let logger: Logger

    /// The upkeep of `register`.
    public init(_ register: BudgetRegister, logger: Logger) {
        self.register = register
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await Task.sleep(for: .seconds(5))
                    try await register.keepUp()
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("The ledger could not be read for a budget.", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
