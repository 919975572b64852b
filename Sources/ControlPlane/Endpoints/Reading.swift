import Hummingbird
import Ledger
import Logging

/// Reads from the ledger; a cursor that names no page of this query is answered with 404,
/// anything else that it throws is logged and answered with 503.
func reading<Value>(
    _ context: BasicRequestContext, _ read: () async throws -> Value
) async throws -> Value {
    do {
        return try await read()
    } catch let error as AdminError {
        throw error
    } catch let error as CancellationError {
        throw error
    } catch let error as LedgerError where error.code == .invalidQuery {
        throw AdminError(status: .notFound, code: "invalid_cursor", message: error.message)
    } catch {
        context.logger.error("The ledger could not be read.", metadata: ["error": "\(error)"])
        throw AdminError.ledgerUnavailable
    }
}
