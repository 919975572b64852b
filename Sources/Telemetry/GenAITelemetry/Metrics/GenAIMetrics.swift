public import CoreMetrics

/// Records calls as the conventions' client metrics, into any backend of swift-metrics.
///
/// Give the backend the buckets of ``GenAIBuckets/all``. Models become label values: a program that lets callers name
/// them needs a backend with a limit.
public struct GenAIMetrics: Sendable {
    private let naming: GenAINaming
    private let factory: any MetricsFactory

    /// Metrics with these names.
    public init(_ naming: GenAINaming, factory: any MetricsFactory = MetricsSystem.factory) {
        self.naming = naming
        self.factory = factory
    }

    /// Records an ended call; `seconds` from its start to its end.
    public func record(_ request: GenAIRequest, _ response: GenAIResponse, seconds: Double) {
        var labels = [
            ("gen_ai.operation.name", request.operation.rawValue), ("gen_ai.provider.name", request.provider),
            ("gen_ai.request.model", request.model ?? ""), ("gen_ai.response.model", response.model ?? ""),
        ]
        let usage = response.usage
        switch naming {
        case .established:
            for (type, count) in [("input", usage.input), ("output", usage.output)] {
                guard let count else { continue }
                recorder("gen_ai.client.token.usage", labels + [("gen_ai.token.type", type)]).record(count)
            }
        case .latest:
            for (name, count) in [
                ("input_tokens", usage.input), ("output_tokens", usage.output),
                ("cache_read.input_tokens", usage.cacheRead), ("cache_write.input_tokens", usage.cacheWrite),
                ("reasoning.output_tokens", usage.reasoning),
            ] {
                guard let count, count > 0 else { continue }
                Counter(label: "gen_ai.client.inference.usage.\(name)", dimensions: labels, factory: factory)
                    .increment(by: count)
            }
            for (name, count) in [("input_tokens", usage.input), ("output_tokens", usage.output)] {
                guard let count else { continue }
                recorder("gen_ai.client.inference.operation.\(name)", labels).record(count)
            }
        }
        if request.isStream, let time = response.timeToFirstChunk {
            timer("gen_ai.client.operation.time_to_first_chunk", labels).recordNanoseconds(Self.nanoseconds(time))
        }
        // There on errors only; Prometheus takes an empty label for none, and wants the same names on all series.
        labels.append(("error.type", response.errorType ?? ""))
        let name = naming == .latest ? "gen_ai.client.inference.duration" : "gen_ai.client.operation.duration"
        timer(name, labels).recordNanoseconds(Self.nanoseconds(seconds))
    }

    private func recorder(_ label: String, _ labels: [(String, String)]) -> Recorder {
        Recorder(label: label, dimensions: labels, aggregate: true, factory: factory)
    }

    private func timer(_ label: String, _ labels: [(String, String)]) -> Timer {
        Timer(label: label, dimensions: labels, factory: factory)
    }

    private static func nanoseconds(_ seconds: Double) -> Int64 {
        guard seconds > 0 else { return 0 }
        return seconds < 9e9 ? Int64(seconds * 1e9) : .max
    }
}
