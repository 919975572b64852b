import Logging
import PrometheusExposition
import Synchronization

/// Logs what could not be exposed: each metric and kind of problem once, and no more than 1 000 in all.
final class ProblemLog: Sendable {
    private struct Reported: Hashable {
        var metric: String
        var code: RegistryProblem.Code
    }

    private static let limit = 1_000
    private let logger: Logger?
    private let reported = Mutex<Set<Reported>>([])

    init(logger: Logger?) { self.logger = logger }

    func report(_ problem: RegistryProblem) {
        guard let logger else { return }
        let isNew = reported.withLock { reported in
            reported.count < Self.limit
                && reported.insert(Reported(metric: problem.metric, code: problem.code)).inserted
        }
        guard isNew else { return }
        logger.warning(
            "A metric is not exposed as asked. \(problem.description)", metadata: ["metric": "\(problem.metric)"])
    }
}
