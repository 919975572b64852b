import Foundation
import NIOHTTP1
import SentryProtocol

/// Whether Sentry takes what is sent under the DSN, told by a report that nothing was dropped, which counts for nothing.
struct SentryCheck {
    let environment: [String: String]
    private static let check = "sentry"

    /// None where no DSN is set.
    func run() async -> [Finding] {
        guard let text = environment["SENTRY_DSN"], !text.isEmpty else { return [] }
        let dsn: SentryDSN
        do {
            dsn = try SentryDSN(text)
        } catch {
            return [
                .failure(
                    Self.check, "", "SENTRY_DSN is no DSN: \(error)",
                    fix: "Copy it from the project's settings in Sentry, Client Keys (DSN).")
            ]
        }
        // Without the key.
        let place = "\(dsn.host)\(dsn.port.map { ":\($0)" } ?? "")\(dsn.path)/\(dsn.projectID)"
        let client = "tollgate-doctor/\(Version.text)"
        var probe = HTTPProbe(url: dsn.envelopeURL, method: .POST)
        probe.fields = [
            ("Content-Type", "application/x-sentry-envelope"), ("User-Agent", client),
            ("X-Sentry-Auth", dsn.authentication(client: client)),
        ]
        let report = #"{"timestamp":\#(Int(Date().timeIntervalSince1970)),"discarded_events":[]}"#
        probe.body = Array("{}\n{\"type\":\"client_report\"}\n\(report)\n".utf8)
        do {
            return [finding(of: try await probe.ask(), place)]
        } catch {
            let said = error.said(host: dsn.host, authorities: "SSL_CERT_FILE")
            return [.failure(Self.check, place, said.message, fix: said.fix)]
        }
    }

    private func finding(of answer: HTTPProbe.Answer, _ place: String) -> Finding {
        switch answer.status {
        case 200..<300: .ok(Self.check, place, "takes what is sent; answered in \(answer.time).")
        case 401, 403:
            .failure(
                Self.check, place, "refuses the key (\(answer.status)).",
                fix: "Copy the DSN from the project's settings in Sentry; its key may have been revoked.")
        case 404:
            .failure(
                Self.check, place, "knows no such project (404).", fix: "Copy the DSN from the project's settings.")
        case 429:
            .warning(
                Self.check, place, "is over its quota (429).",
                fix: "Lower SENTRY_SAMPLE_RATE and SENTRY_TRACES_SAMPLE_RATE, or raise the quota.")
        default:
            .failure(
                Self.check, place, "answers with \(answer.status).", fix: "Look at Sentry's status page, or its log."
            )
        }
    }
}
