import Hummingbird
import Ledger
import Logging

/// Reads or changes keys, budgets or alerts; what cannot be is answered as the problem says, anything else that is
/// thrown is logged and answered with 503.
func policy<Value>(_ context: BasicRequestContext, _ work: () async throws -> Value) async throws -> Value {
    do {
        return try await work()
    } catch let error as AdminError {
        throw error
    } catch let error as CancellationError {
        throw error
    } catch let problem as BudgetProblem {
        switch problem.code {
        case .notFound: throw AdminError.notFound(problem.message)
        case .invalid: throw AdminError(status: .badRequest, code: problem.code.rawValue, message: problem.message)
        case .configured, .unsafe:
            throw AdminError(status: .conflict, code: problem.code.rawValue, message: problem.message)
        }
    } catch {
        context.logger.error("Keys, budgets or alerts could not be read or written.", metadata: ["error": "\(error)"])
        throw AdminError(
            status: .serviceUnavailable, code: "policy_unavailable",
            message: "Keys and budgets could not be read or written; the gateway's log says why.",
            headers: [.retryAfter: "1"])
    }
}
