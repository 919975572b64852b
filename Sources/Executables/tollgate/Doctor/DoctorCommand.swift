import ArgumentParser
import Foundation
import NIOHTTP1
import Settings
import Usage

/// `tollgate doctor`: looks at everything that a gateway needs.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the configuration and everything it names, and say what to do.",
        discussion: """
            Looks at the configuration, the providers (name, TLS, answer, and whether the key is taken: by the list of \
            models, which costs nothing), Redis, the OTLP collector, Sentry, the clock, the data directory and the ledger \
            in it, both ports and the limit of open files. Run it as the user, with the options and in the environment, of the gateway; before \
            'tollgate serve' or beside it.

              tollgate doctor
              tollgate doctor --config tollgate.yaml --json | jq '.findings[] | select(.state != "ok")'

            Exit code: 0 when all works, warnings or not; 1 when something does not. Providers without a key here are \
            looked at where --provider names them.
            """)

    @OptionGroup var options: GatewayOptions

    @Option(parsing: .upToNextOption, help: "Only these providers, whether they have a key here or not.")
    var provider: [String] = []

    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        var findings: [Finding] = []
        func add(_ more: [Finding]) {
            if !json { for finding in more { print(FindingReport.text(finding)) } }
            fflush(nil)
            findings += more
        }
        do {
            let settings = try Settings.load(environment: environment, overrides: options.overrides)
            add(Self.configuration(settings))
            let providers = try chosen(settings)
            // All at once, so that what hangs does so once; told in their order.
            async let lookAtRedis = RedisCheck(settings: settings.redis).run()
            async let lookAtCollector = CollectorCheck(environment: environment).run()
            async let lookAtSentry = SentryCheck(environment: environment).run()
            var clocks: [(name: String, ahead: Double)] = []
            for result in await Self.examine(providers) {
                add([result.finding])
                if let ahead = result.clockAhead { clocks.append((result.finding.subject, ahead)) }
            }
            let redis = await lookAtRedis
            add(redis.findings)
            if let ahead = redis.clockAhead { clocks.append(("Redis", ahead)) }
            add(await lookAtCollector)
            add(await lookAtSentry)
            add(ClockCheck(others: clocks).run())
            add(
                DiskCheck(directory: settings.dataDirectory, waitsForDisk: settings.ledger.synchronous == .full).run())
            add([DescriptorCheck(connections: settings.limits.connections).run()])
            let ports = await Self.ports(settings)
            add(ports)
            // The control plane's answer is nobody else's.
            let isRunning = ports.last.map { $0.state == .ok && $0.message.contains("running gateway") } ?? false
            add(LedgerCheck(directory: settings.dataDirectory, gatewayRuns: isRunning).run())
        } catch let error as SettingsError {
            add(error.problems.map { .failure("configuration", $0.path, $0.message, fix: $0.fix) })
        }
        let report = FindingReport(findings)
        print(json ? try report.json() : report.summary)
        if report.failures > 0 { throw ExitCode.failure }
    }

    private static func configuration(_ settings: Settings) -> [Finding] {
        settings.warnings.map { .warning("configuration", $0.path, $0.message, fix: $0.fix) }
            + [.ok("configuration", "", "is valid.")]
    }

    /// Those that are named; else those with a key, or with another base URL than they have by default.
    private func chosen(_ settings: Settings) throws -> [Settings.Provider] {
        guard provider.isEmpty else {
            return try provider.map { name in
                guard let found = settings.providers.first(where: { $0.name.rawValue == name }) else {
                    let known = settings.providers.map(\.name.rawValue).joined(separator: ", ")
                    throw ValidationError("There is no provider '\(name)' in this configuration. Known: \(known).")
                }
                return found
            }
        }
        let standard = (try? Settings.load(environment: [:]))?.providers ?? []
        let usual = Dictionary(standard.map { ($0.name, $0.baseURL) }, uniquingKeysWith: { first, _ in first })
        let used = settings.providers.filter { $0.apiKey != nil || usual[$0.name] != $0.baseURL }
        // Without any, callers bring their keys: to these, most likely.
        return used.isEmpty ? settings.providers.filter { ["openai", "anthropic"].contains($0.name.rawValue) } : used
    }

    /// All at once, told in their order.
    private static func examine(
        _ providers: [Settings.Provider]
    ) async -> [(finding: Finding, clockAhead: Double?)] {
        await withTaskGroup(of: (Int, Finding, Double?).self) { group in
            for (index, provider) in providers.enumerated() {
                group.addTask {
                    let result = await ProviderCheck(provider: provider).run()
                    return (index, result.finding, result.clockAhead)
                }
            }
            var results: [(Int, Finding, Double?)] = []
            for await result in group { results.append(result) }
            return results.sorted { $0.0 < $1.0 }.map { ($0.1, $0.2) }
        }
    }

    private static func ports(_ settings: Settings) async -> [Finding] {
        async let calls = PortCheck(
            plane: "data plane", host: settings.host, port: settings.port, key: "TOLLGATE_PORT"
        ) { $0.fields.contains(name: "x-tollgate-request-id") || $0.body.contains("tollgate") }.run()
        async let control = PortCheck(
            plane: "control plane", host: settings.admin.host, port: settings.admin.port, key: "TOLLGATE_ADMIN_PORT"
        ) { $0.status == 200 && $0.body == "ok\n" }.run()
        return [await calls, await control]
    }
}
