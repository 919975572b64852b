import PrometheusExposition
import Synchronization

extension PrometheusRegistry {
    /// The whole exposition as text.
    func text(_ format: ExpositionFormat = .text) -> String {
        var output: [UInt8] = []
        emit(format, into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// The lines that are samples.
    func samples(_ format: ExpositionFormat = .text) -> [String] {
        text(format).split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
    }
}

/// Keeps the problems that a registry tells.
final class Problems: Sendable {
    private let codes = Mutex<[RegistryProblem.Code]>([])

    var all: [RegistryProblem.Code] { codes.withLock { $0 } }

    func registry(maximumLines: Int = .max) -> PrometheusRegistry {
        PrometheusRegistry(maximumLines: maximumLines) { problem in self.codes.withLock { $0.append(problem.code) } }
    }
}

func metric(_ name: String, help: String = "Help.", unit: String? = nil) -> MetricDescription {
    MetricDescription(name, help: help, unit: unit)
}
