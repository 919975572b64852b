import ArgumentParser
import Foundation
import PolicySQLite
import Settings

/// Which data directory, for the commands that work on one without a gateway.
struct DataDirectoryOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "A YAML file with settings (docs/configuration.md).")
    var config: String?

    @Option(help: "The gateway's data directory (default: TOLLGATE_DATA_DIR, else ./tollgate-data).")
    var dataDir: String?

    @Flag(help: "Say nothing but errors.")
    var quiet = false

    /// The databases that lie beside the ledger's.
    static let databases = [PolicyStore.fileName]

    /// The directory, by the rules of all settings; every problem is printed and the process ends with 78.
    func directory() throws -> String {
        if let dataDir { return dataDir }
        var overrides = Overrides()
        overrides.configFile = config
        do {
            return try Settings.load(environment: ProcessInfo.processInfo.environment, overrides: overrides)
                .dataDirectory
        } catch {
            StandardError.print("\(error)")
            throw ExitCode(78)
        }
    }
}
