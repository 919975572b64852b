import ArgumentParser
import Foundation
import LedgerRedis
import Money
import NIOPosix
import RedisClient
import Settings

/// `tollgate leases`: what gateways hold of shared hard budgets.
struct LeasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leases",
        abstract: "List what gateways may spend of shared hard budgets, and take back what a dead one holds.",
        discussion: """
            Asks the Redis that the gateways share (REDIS_URL, or redis.url of the file), not a gateway.

              tollgate leases
              tollgate leases release user:alice:month:2026-11 edge-3.4k2m8x0q1vzc
            """,
        subcommands: [LeasesListCommand.self, LeasesReleaseCommand.self], defaultSubcommand: LeasesListCommand.self)
}

/// `tollgate leases [list]`.
struct LeasesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List leases (what 'tollgate leases' alone does).")

    @OptionGroup var store: SharedStoreOptions

    @Flag(help: "Write JSON, a lease a line.")
    var json = false

    func run() async throws {
        let leases = try await store.withLeases { leases in try await leases.leases() }
        var sink = ByteSink()
        if json {
            for lease in leases {
                sink.bytes.append(contentsOf: (try LeaseLine(lease).json() + "\n").utf8)
            }
        } else if leases.isEmpty {
            sink.bytes.append(contentsOf: "No gateway has a lease.\n".utf8)
        } else {
            var table = TextTable(columns: [
                .init(head: "BUDGET"), .init(head: "HOLDER"), .init(head: "SPENT", isNumber: true),
                .init(head: "MAY SPEND", isNumber: true), .init(head: "RESERVED", isNumber: true), .init(head: "STATE"),
            ])
            table.rows = leases.map { lease in
                let seconds = abs(lease.expiresIn) / 1000
                return [
                    lease.budget, lease.holder, "$\(lease.spent)", "$\(lease.lease)", "$\(lease.reserved)",
                    lease.expiresIn > 0 ? "renewed until \(seconds) s from now" : "expired \(seconds) s ago",
                ]
            }
            sink.bytes.append(contentsOf: table.text.utf8)
        }
        try sink.flush()
    }
}

/// `tollgate leases release`.
struct LeasesReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract:
            "Take back what a gateway holds that will not return; what it spent without telling is then not counted.")

    @OptionGroup var store: SharedStoreOptions

    @Argument(help: "The budget, as 'tollgate leases' lists it.")
    var budget: String

    @Argument(help: "The holder, as 'tollgate leases' lists it.")
    var holder: String

    @Flag(help: "Also when the lease has not expired: its holder may be alive and spending.")
    var force = false

    func run() async throws {
        switch try await store.withLeases({ leases in try await leases.release(budget, of: holder, force: force) }) {
        case .released: print("Released.")
        case .none:
            StandardError.print("tollgate leases: '\(holder)' has no lease of '\(budget)'.")
            throw ExitCode.failure
        case .alive(let milliseconds):
            StandardError.print(
                "tollgate leases: '\(holder)' is alive, or was until just now: its lease ends in \(milliseconds) ms unless it "
                    + "is renewed. Stop that gateway and try again then; --force releases it at once.")
            throw ExitCode.failure
        }
    }
}

/// Which Redis.
struct SharedStoreOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "A YAML file with settings (docs/configuration.md).")
    var config: String?

    /// Runs `body` with the leases of the configured Redis; what fails ends with a sentence.
    func withLeases<Value: Sendable>(_ body: (LeaseListing) async throws -> Value) async throws -> Value {
        var overrides = Overrides()
        overrides.configFile = config
        let settings: Settings.Redis
        do {
            settings = try Settings.load(environment: ProcessInfo.processInfo.environment, overrides: overrides).redis
        } catch {
            StandardError.print("\(error)")
            throw ExitCode(78)
        }
        do {
            guard let configuration = try SharedStoreService.configuration(settings) else {
                StandardError.print(
                    "tollgate leases: no Redis is configured: set REDIS_URL as the gateways have it, or name their file "
                        + "with --config. A gateway without Redis has no leases.")
                throw ExitCode(78)
            }
            let client = try RedisClient(
                configuration: configuration, eventLoop: MultiThreadedEventLoopGroup.singleton.any())
            client.start()
            do {
                let value = try await body(LeaseListing(client: client))
                await client.close()
                return value
            } catch {
                await client.close()
                throw error
            }
        } catch let error as RedisError {
            StandardError.print("tollgate leases: \(error)")
            throw ExitCode.failure
        }
    }
}

/// A lease as JSON.
private struct LeaseLine: Encodable {
    let lease: SharedLease

    init(_ lease: SharedLease) { self.lease = lease }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(lease.budget, forKey: .budget)
        try container.encode(lease.holder, forKey: .holder)
        try container.encode(decimal(lease.spent), forKey: .spent)
        try container.encode(decimal(lease.lease), forKey: .lease)
        try container.encode(decimal(lease.reserved), forKey: .reserved)
        try container.encode(lease.expiresIn, forKey: .expiresIn)
    }

    private func decimal(_ amount: NanoUSD) -> Decimal { Decimal(amount.rawValue) / 1_000_000_000 }

    private enum Key: String, CodingKey {
        case budget, holder
        case spent = "spent_usd"
        case lease = "lease_usd"
        case reserved = "reserved_usd"
        case expiresIn = "expires_in_ms"
    }
}
