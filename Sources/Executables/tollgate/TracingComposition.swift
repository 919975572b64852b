import Foundation
import Gateway
import GatewayMetrics
import GatewayTracing
import GenAITelemetry
import Logging
import OTLPTracing
import SentryClient
import SentryTracing
import Settings

/// The gateway's tracing, where the environment asks for it (CONTRACTS.md "Tracing and Sentry sampling").
struct TracingComposition {
    /// For the data plane.
    let calls: GatewayTracing
    /// Exports what it records.
    let service: OTLPTracing

    /// What `environment` asks for; nil where that is no tracing at all.
    static func configuration(_ environment: [String: String]) -> TracingConfiguration? {
        let names = [
            "OTEL_TRACES_EXPORTER", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        ]
        guard names.contains(where: { environment[$0]?.isEmpty == false }) else { return nil }
        let configuration = TracingConfiguration(environment: environment)
        return configuration.exporters.isEmpty ? nil : configuration
    }

    /// nil where neither an exporter nor a collector is named, and the process's Sentry client wants no transactions: then
    /// nothing of tracing runs.
    ///
    /// Transactions are made of the same spans, by a decision of Sentry's own. Throws where a certificate or key cannot be
    /// read.
    init?(_ environment: [String: String], settings: Settings, metrics: GatewayMetrics, logger: Logger) throws {
        let sentry = SentrySDK.client
        let isReporting = sentry.isEnabled && sentry.options.tracesSampleRate > 0
        let asked = Self.configuration(environment)
        guard asked != nil || isReporting else {
            // An exporter that is not there, say, which leaves none.
            if environment["OTEL_TRACES_EXPORTER"]?.isEmpty == false {
                for problem in TracingConfiguration(environment: environment).problems { logger.warning("\(problem)") }
            }
            return nil
        }
        var configuration = asked ?? TracingConfiguration(environment: environment)
        if asked == nil { configuration.exporters = [] }
        if configuration.service == nil, !configuration.resource.contains(where: { $0.name == "service.name" }) {
            configuration.service = "tollgate"
        }
        // In front of what the environment says, which wins.
        configuration.resource.insert((name: "service.version", value: Version.text), at: 0)
        let relay = DropRelay()
        service = try OTLPTracing(
            configuration: configuration, more: isReporting ? [SentrySpanProcessor.pipeline(sentry)] : [],
            drops: SpanDrops { reason, count in relay.drop(count, reason.rawValue) },
            logger: logger)
        relay.forward(
            to: TelemetryMetrics(
                metrics, signal: "traces", reasons: SpanDrops.Reason.allCases.map(\.rawValue),
                queued: { [service] in service.queued }))
        let port = settings.port
        calls = GatewayTracing(
            service.tracer, naming: GenAINaming(environment: environment),
            content: try Self.capture(settings.tracing, environment, logger), address: settings.host,
            port: { port > 0 ? port : nil })
    }

    /// What is recorded of prompts and answers: nothing, unless the configuration or OpenTelemetry's own variable, which
    /// wins, says so.
    private static func capture(
        _ settings: Settings.Tracing, _ environment: [String: String], _ logger: Logger
    ) throws -> ContentCapture {
        var capture = ContentCapture()
        capture.mode =
            switch settings.content {
            case .none: .none
            case .spanOnly: .spanOnly
            case .eventOnly: .eventOnly
            case .spanAndEvent: .spanAndEvent
            }
        if let mode = ContentCapture.Mode(environment: environment) {
            capture.mode = mode
        } else if environment[ContentCapture.Mode.variable]?.isEmpty == false {
            logger.warning(
                "\(ContentCapture.Mode.variable) is none of \(ContentCapture.Mode.allCases.map(\.rawValue)); passed over."
            )
        }
        capture.maximumText = settings.contentText
        if let expression = settings.redact {
            capture.redaction.rules.append(try .pattern(expression, name: "REDACTED"))
        }
        if capture.mode != .none {
            logger.notice(
                "Prompts and answers of traced calls are recorded.", metadata: ["mode": "\(capture.mode.rawValue)"])
        }
        return capture
    }
}
