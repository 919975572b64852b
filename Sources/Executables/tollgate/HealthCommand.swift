import ArgumentParser
import Foundation
import NIOCore
import Settings

/// `tollgate health`: whether the gateway beside it answers; for containers, which have no curl.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask a running gateway whether it is well; exit code 0 or 1.",
        discussion: """
            For a container's HEALTHCHECK, and for scripts. Asks the control plane of the same configuration.

              tollgate health            # does it answer?
              tollgate health --ready    # can it serve calls and record them?
            """)

    @OptionGroup var options: GatewayOptions

    @Flag(help: "Ask /readyz instead of /healthz: also whether calls can be recorded.")
    var ready = false

    @Option(help: "Seconds to wait.")
    var timeout = 5

    func validate() throws {
        guard (1...600).contains(timeout) else { throw ValidationError("--timeout must be from 1 to 600.") }
    }

    func run() async throws {
        let settings = try options.load(environment: ProcessInfo.processInfo.environment)
        let host = settings.admin.host
        let near = ["0.0.0.0": "127.0.0.1", "::": "[::1]"][host] ?? (host.contains(":") ? "[\(host)]" : host)
        let url = "http://\(near):\(settings.admin.port)/\(ready ? "readyz" : "healthz")"
        var probe = HTTPProbe(url: url)
        probe.timeout = .seconds(Int64(timeout))
        do {
            let answer = try await probe.ask()
            print(answer.body.trimmingCharacters(in: .whitespacesAndNewlines))
            guard answer.status == 200 else { throw ExitCode.failure }
        } catch let trouble as HTTPProbe.Trouble {
            let said = trouble.said(host: url, authorities: "")
            StandardError.print("tollgate health: \(said.message)")
            throw ExitCode.failure
        }
    }
}
