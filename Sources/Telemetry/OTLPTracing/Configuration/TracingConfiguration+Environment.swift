import WireText

extension TracingConfiguration {
    /// What the `OTEL_*` variables of `environment` say; for what they do not say, the specification's defaults.
    public init(environment: [String: String]) {
        var reader = EnvironmentReader(environment)
        isDisabled = reader.flag("OTEL_SDK_DISABLED")
        exporters = Self.exporters(&reader)
        propagation = Self.propagation(&reader)
        sampling = Self.sampling(&reader)
        batch = Self.batch(&reader)
        limits = Self.limits(&reader)
        endpoint = OTLPEndpoint(&reader)
        service = reader.text("OTEL_SERVICE_NAME")
        resource = Self.resource(&reader)
        problems = reader.problems
    }

    private static func names(_ text: String) -> [String] {
        text.split(separator: ",").map { EnvironmentReader.trimmed($0).lowercased() }.filter { !$0.isEmpty }
    }

    private static func exporters(_ reader: inout EnvironmentReader) -> [Exporter] {
        guard let text = reader.text("OTEL_TRACES_EXPORTER") else { return [.otlp] }
        var result: [Exporter] = []
        for name in names(text) where name != "none" {
            guard let exporter = Exporter(rawValue: name) else {
                reader.complain("OTEL_TRACES_EXPORTER", "names \(name), which is not there: otlp, console or none")
                continue
            }
            if !result.contains(exporter) { result.append(exporter) }
        }
        return result
    }

    private static func propagation(_ reader: inout EnvironmentReader) -> [Propagation] {
        guard let text = reader.text("OTEL_PROPAGATORS") else { return [.traceContext, .baggage] }
        var result: [Propagation] = []
        for name in names(text) where name != "none" {
            guard let propagation = Propagation(rawValue: name) else {
                reader.complain(
                    "OTEL_PROPAGATORS", "names \(name), which is not there: tracecontext, baggage, sentry or none")
                continue
            }
            if !result.contains(propagation) { result.append(propagation) }
        }
        // A Sentry header counts where there is no traceparent only.
        return result.filter { $0 != .sentry } + result.filter { $0 == .sentry }
    }

    private static func sampling(_ reader: inout EnvironmentReader) -> Sampling {
        let name = reader.text("OTEL_TRACES_SAMPLER")?.lowercased() ?? "parentbased_always_on"
        switch name {
        case "always_on": return .alwaysOn
        case "always_off": return .alwaysOff
        case "traceidratio": return .ratio(ratio(&reader))
        case "parentbased_always_on": return .parentBased(.alwaysOn)
        case "parentbased_always_off": return .parentBased(.alwaysOff)
        case "parentbased_traceidratio": return .parentBased(.ratio(ratio(&reader)))
        default:
            reader.complain("OTEL_TRACES_SAMPLER", "names \(name), which is not there; parentbased_always_on is used")
            return .parentBased(.alwaysOn)
        }
    }

    private static func ratio(_ reader: inout EnvironmentReader) -> Double {
        guard let text = reader.text("OTEL_TRACES_SAMPLER_ARG") else { return 1 }
        guard let ratio = Double(text), (0...1).contains(ratio) else {
            reader.complain(
                "OTEL_TRACES_SAMPLER_ARG", "is not a number from 0 to 1 and was passed over: all are sampled")
            return 1
        }
        return ratio
    }

    private static func batch(_ reader: inout EnvironmentReader) -> BatchConfiguration {
        var batch = BatchConfiguration()
        batch.scheduleDelay = reader.milliseconds("OTEL_BSP_SCHEDULE_DELAY") ?? batch.scheduleDelay
        batch.exportTimeout = reader.milliseconds("OTEL_BSP_EXPORT_TIMEOUT") ?? batch.exportTimeout
        for (name, field) in [
            ("OTEL_BSP_MAX_QUEUE_SIZE", \BatchConfiguration.maximumQueue),
            ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", \BatchConfiguration.maximumBatch),
        ] {
            guard let number = reader.number(name) else { continue }
            if number > 0 { batch[keyPath: field] = number } else { reader.complain(name, "must be more than 0") }
        }
        batch.maximumBatch = min(batch.maximumBatch, batch.maximumQueue)
        return batch
    }

    private static func limits(_ reader: inout EnvironmentReader) -> SpanLimits {
        var limits = SpanLimits()
        let general = reader.number("OTEL_ATTRIBUTE_COUNT_LIMIT")
        limits.attributes = reader.number("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT") ?? general ?? limits.attributes
        limits.events = reader.number("OTEL_SPAN_EVENT_COUNT_LIMIT") ?? limits.events
        limits.links = reader.number("OTEL_SPAN_LINK_COUNT_LIMIT") ?? limits.links
        limits.attributesOfEvent =
            reader.number("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT") ?? general ?? limits.attributesOfEvent
        limits.attributesOfLink = reader.number("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT") ?? general ?? limits.attributesOfLink
        limits.valueLength = reader.number(
            "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT")
        return limits
    }

    /// `key=value,…`, the values percent-encoded; unreadable as a whole when one of them is
    /// (opentelemetry-specification, `resource/sdk.md`).
    private static func resource(_ reader: inout EnvironmentReader) -> [(name: String, value: String)] {
        guard let text = reader.text("OTEL_RESOURCE_ATTRIBUTES") else { return [] }
        var result: [(name: String, value: String)] = []
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = EnvironmentReader.trimmed(parts[0])
            guard parts.count == 2, !name.isEmpty else {
                reader.complain("OTEL_RESOURCE_ATTRIBUTES", "is not a list of name=value and was passed over")
                return []
            }
            result.append((name, PercentEncoding.decoded(EnvironmentReader.trimmed(parts[1]).utf8)))
        }
        return result
    }
}
