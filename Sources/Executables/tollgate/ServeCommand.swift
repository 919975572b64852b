import ArgumentParser
import Foundation
import Settings

/// `tollgate serve`: the gateway.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the gateway: calls on port 4000; metrics, admin API and dashboard on port 4001.",
        discussion: """
            Needs no configuration: without a provider's key in its environment, the callers' own keys are passed on.

              tollgate serve
              OPENAI_API_KEY=sk-… tollgate serve          # the gateway's key takes the place of the callers'
              tollgate serve --config tollgate.yaml --port 8080

            SIGTERM or Control-C stops it: running calls end first, then the ledger is written out.
            A configuration that is not valid ends it at once with exit code 78, and a list of all that is wrong.
            """)

    @OptionGroup var options: GatewayOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        var crashes: CrashReporting?
        let settings = try options.load(environment: environment) { settings in
            guard settings.sentry.dsn != nil else { return }
            crashes = CrashReporting.prepare(data: settings.dataDirectory, environment: environment)
        }
        var composition = Composition(settings: settings)
        composition.crashes = crashes
        try await composition.run()
    }
}
