import ArgumentParser
import Foundation
import ProviderSimulator
import ServiceLifecycle
import Settings

/// `tollgate demo`: the gateway with a simulated provider and synthetic traffic.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run the gateway with a simulated provider and synthetic traffic: live numbers without any key.",
        discussion: """
            Starts a provider simulator, the gateway in front of it, and a small company's calls: several people, \
            components and models, streams and plain answers, errors, a model without a price, clients that hang up. \
            No call leaves this machine, and nothing costs money.

              tollgate demo
              curl http://127.0.0.1:4001/api/v1/admin/llm-costs
              curl http://127.0.0.1:4001/metrics

            Its ledger lies in the system's temporary directory, apart from that of 'tollgate serve', unless \
            --data-dir or TOLLGATE_DATA_DIR says otherwise. SIGTERM or Control-C stops it.
            """)

    @OptionGroup var options: GatewayOptions

    @Option(help: "Calls a second, on average.")
    var rate = 4.0

    @Option(help: "The seed of the traffic: the same seed makes the same calls.")
    var seed: UInt64 = 2026

    func validate() throws {
        guard rate > 0, rate <= 200 else {
            throw ValidationError("--rate must be above 0 and at most 200; for load tests see 'make bench'.")
        }
    }

    func run() async throws {
        let simulator = ProviderSimulator(configuration: .init())
        let provider = "http://127.0.0.1:\(try await simulator.start())"
        var environment = ProcessInfo.processInfo.environment
        environment["TOLLGATE_OPENAI_BASE_URL"] = provider
        environment["TOLLGATE_ANTHROPIC_BASE_URL"] = provider
        environment["TOLLGATE_GEMINI_BASE_URL"] = provider
        environment["OPENAI_API_KEY"] = "demo-openai-key"
        environment["ANTHROPIC_API_KEY"] = "demo-anthropic-key"
        environment["GEMINI_API_KEY"] = "demo-gemini-key"
        if environment["TOLLGATE_DATA_DIR"] == nil, options.dataDir == nil {
            environment["TOLLGATE_DATA_DIR"] = NSTemporaryDirectory() + "/tollgate-demo-\(getuid())"
        }
        let settings = try options.load(environment: environment)
        guard settings.port != 0 else {
            throw ValidationError("The demo's traffic needs a fixed port for calls: give --port something else than 0.")
        }
        let host = ["0.0.0.0", "::"].contains(settings.host) ? "127.0.0.1" : settings.host
        var composition = Composition(settings: settings)
        if environment["OTEL_TRACES_EXPORTER"] == nil { environment["OTEL_TRACES_EXPORTER"] = "console" }
        composition.environment = environment
        composition.companions = [
            DemoTrafficService(
                traffic: DemoTraffic(host: host, port: settings.port, callsPerSecond: rate, seed: seed))
        ]
        composition.hint = """
            Provider:  simulated, \(provider)
            Traffic:   synthetic, about \(rate.formatted()) calls a second; the dashboard shows its numbers grow
            """
        try await composition.run()
        await simulator.stop()
    }
}

/// The synthetic traffic, until shutdown.
private struct DemoTrafficService: Service {
    let traffic: DemoTraffic

    func run() async throws {
        await cancelWhenGracefulShutdown { await traffic.run() }
    }
}
