import Foundation
import Settings

/// Tells, once both planes listen, where everything is and one line to try.
actor Places {
    private let settings: Settings
    private let hint: String?
    private var dataPort: Int?
    private var controlPort: Int?

    init(settings: Settings, hint: String?) {
        self.settings = settings
        self.hint = hint
    }

    /// The data plane accepts connections.
    func dataPlaneListens(on port: Int) {
        dataPort = port
        tell()
    }

    /// The control plane accepts connections.
    func controlPlaneListens(on port: Int) {
        controlPort = port
        tell()
    }

    private func tell() {
        guard let dataPort, let controlPort else { return }
        let calls = "http://\(shown(settings.host)):\(dataPort)"
        let control = "http://\(shown(settings.admin.host)):\(controlPort)"
        let example =
            hint ?? """
                Try:       curl \(calls)/v1/chat/completions -H "Authorization: Bearer $OPENAI_API_KEY" \
                -H "Content-Type: application/json" \
                -d '{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hello"}]}'
                """
        print(
            """
            tollgate \(Version.text)
            Calls:     \(calls)  (OPENAI_BASE_URL=\(calls)/v1  ANTHROPIC_BASE_URL=\(calls))
            Dashboard: \(control)
            Metrics:   \(control)/metrics
            Admin API: \(control)/api/v1/admin/llm-costs  (described by \(control)/api/v1/openapi.json)
            Ledger:    \(settings.dataDirectory)
            \(example)
            """)
        fflush(nil)
    }

    private func shown(_ host: String) -> String {
        switch host {
        case "0.0.0.0", "::": "127.0.0.1"
        case let host where host.contains(":"): "[\(host)]"
        default: host
        }
    }
}
