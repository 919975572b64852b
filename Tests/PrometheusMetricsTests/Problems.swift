import PrometheusExposition
import Synchronization

/// Keeps the problems that a registry tells.
final class Problems: Sendable {
    private let codes = Mutex<[RegistryProblem.Code]>([])

    var all: [RegistryProblem.Code] { codes.withLock { $0 } }

    var registry: PrometheusRegistry {
        PrometheusRegistry { problem in self.codes.withLock { $0.append(problem.code) } }
    }
}
