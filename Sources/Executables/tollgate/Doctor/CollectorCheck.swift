import Foundation
import NIOHTTP1
import OTLPTracing

/// Whether the OTLP collector takes what is sent, told by an export without spans.
struct CollectorCheck {
    let environment: [String: String]
    private static let check = "otlp"

    /// None where no tracing is asked for.
    func run() async -> [Finding] {
        guard let configuration = TracingComposition.configuration(environment) else { return [] }
        guard !configuration.isDisabled else {
            return [.ok(Self.check, "", "tracing is switched off (OTEL_SDK_DISABLED).")]
        }
        var findings = configuration.problems.map {
            Finding.warning(Self.check, "", $0, fix: "Correct the variable, or take it away.")
        }
        guard configuration.exporters.contains(.otlp) else {
            return findings + [.ok(Self.check, "", "spans are written to the standard output.")]
        }
        findings.append(await ask(configuration.endpoint))
        return findings
    }

    private func ask(_ endpoint: OTLPEndpoint) async -> Finding {
        var probe = HTTPProbe(url: endpoint.url, method: .POST)
        probe.fields = endpoint.headers.map { ($0.name, $0.value) } + [("Content-Type", "application/x-protobuf")]
        probe.authoritiesFile = endpoint.certificate
        probe.clientCertificateFile = endpoint.clientCertificate
        probe.clientKeyFile = endpoint.clientKey
        // Without credentials.
        let url = endpoint.url
        var plain = String(url.prefix { $0 != "?" })
        if let at = url.lastIndex(of: "@") { plain = at < plain.endIndex ? "…" + plain[at...] : "…" }
        do {
            let answer = try await probe.ask()
            switch answer.status {
            case 200..<300: return .ok(Self.check, plain, "takes spans; answered in \(answer.time).")
            case 401, 403:
                return .failure(
                    Self.check, plain, "refuses the credentials (\(answer.status)).",
                    fix: "Correct OTEL_EXPORTER_OTLP_HEADERS (Grafana Cloud: Authorization=Basic%20…).")
            case 404, 405:
                return .failure(
                    Self.check, plain, "there is no receiver for traces (\(answer.status)).",
                    fix: "Name the OTLP/HTTP endpoint without /v1/traces in OTEL_EXPORTER_OTLP_ENDPOINT, port 4318.")
            case 429, 500...:
                return .warning(
                    Self.check, plain, "answers with \(answer.status): it takes nothing at the moment.",
                    fix: "Look at the collector's own log.")
            default:
                return .failure(
                    Self.check, plain, "answers with \(answer.status).",
                    fix: "Check that OTEL_EXPORTER_OTLP_ENDPOINT leads to an OTLP/HTTP receiver.")
            }
        } catch {
            let host = URLComponents(string: url)?.host ?? plain
            let said = error.said(host: host, authorities: "OTEL_EXPORTER_OTLP_CERTIFICATE")
            return .failure(Self.check, plain, said.message, fix: said.fix)
        }
    }
}
