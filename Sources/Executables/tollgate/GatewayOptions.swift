import ArgumentParser
import Foundation
import Settings

/// The options that `serve` and `demo` share; each wins over the environment and the file.
struct GatewayOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "A YAML file with settings (docs/configuration.md).")
    var config: String?

    @Option(help: "The address for calls (default: 127.0.0.1).")
    var host: String?

    @Option(help: "The port for calls; 0 takes a free one (default: 4000).")
    var port: Int?

    @Option(help: "The address of the control plane (default: 127.0.0.1).")
    var adminHost: String?

    @Option(help: "The port of the control plane; 0 takes a free one (default: 4001).")
    var adminPort: Int?

    @Option(help: "Where the ledger lives (default: ./tollgate-data).")
    var dataDir: String?

    @Option(help: "trace, debug, info, notice, warning, error or critical (default: info).")
    var logLevel: String?

    @Flag(inversion: .prefixedNo, help: "Let nothing pass without a Tollgate key.")
    var requireKeys: Bool?

    @Option(help: "Event loop threads (default: one a core).")
    var threads: Int?

    /// The options as the settings take them.
    var overrides: Overrides {
        var overrides = Overrides()
        overrides.configFile = config
        overrides.host = host
        overrides.port = port
        overrides.adminHost = adminHost
        overrides.adminPort = adminPort
        overrides.dataDirectory = dataDir
        overrides.logLevel = logLevel
        overrides.requireKeys = requireKeys
        overrides.threads = threads
        return overrides
    }

    /// The settings, checked as a whole; every problem is printed and the process ends with 78 (EX_CONFIG).
    ///
    /// - Parameter first: called before warnings are printed; may start the process again.
    func load(environment: [String: String], first: (Settings) -> Void = { _ in }) throws -> Settings {
        do {
            let settings = try Settings.load(environment: environment, overrides: overrides)
            first(settings)
            for warning in settings.warnings { StandardError.print("warning: \(warning)") }
            return settings
        } catch {
            StandardError.print("\(error)")
            throw ExitCode(78)
        }
    }
}
