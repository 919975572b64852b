import Gateway
import LedgerSQLite
import Logging
import ServiceLifecycle

/// Keeps the ledger open until everything else has ended, then writes it out.
struct LedgerService: Service {
    let ledger: SQLiteLedger
    let logger: Logger

    func run() async throws {
        try? await gracefulShutdown()
        ledger.close()
        logger.info("The ledger is written out.")
    }
}

/// The data plane: listens until shutdown, then lets running calls end.
struct DataPlaneService: Service {
    let gateway: GatewayServer
    let places: Places
    let onListening: @Sendable (Int) async -> Void
    let logger: Logger

    func run() async throws {
        let port = try await gateway.start()
        await places.dataPlaneListens(on: port)
        await onListening(port)
        try? await gracefulShutdown()
        logger.info("Shutting down: running calls end first.")
        await gateway.shutDown()
    }
}
