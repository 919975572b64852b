import Foundation
import LedgerRedis
import NIOPosix
import RedisClient
import Settings

/// Whether the Redis that gateways share is there, new enough, and lets this user do what is needed.
struct RedisCheck {
    let settings: Settings.Redis
    private static let check = "redis"

    /// The findings, and how far its clock is ahead, in seconds; none where none is configured.
    func run() async -> (findings: [Finding], clockAhead: Double?) {
        let client: RedisClient
        do {
            guard let configuration = try SharedStoreService.configuration(settings) else { return ([], nil) }
            client = try RedisClient(
                configuration: configuration, eventLoop: MultiThreadedEventLoopGroup.singleton.any())
        } catch {
            return ([.failure(Self.check, "", "\(error)", fix: "Correct redis.url (REDIS_URL) or redis.ca_file.")], nil)
        }
        client.start()
        let result = await examine(client, client.configuration.address)
        await client.close()
        return result
    }

    private func examine(_ client: RedisClient, _ address: String) async -> ([Finding], Double?) {
        let askedAt = Date().timeIntervalSince1970
        do {
            let store = try await StoreExamination(client, name: String(UInt64.random(in: 0 ... .max), radix: 36))
            return (Self.findings(store, address), store.clock - askedAt)
        } catch {
            return ([.failure(Self.check, address, "\(error)", fix: Self.fix(error))], nil)
        }
    }

    private static func findings(_ store: StoreExamination, _ address: String) -> [Finding] {
        var findings: [Finding] = []
        if store.isRecentEnough {
            findings.append(.ok(check, address, "version \(store.version) answers."))
        } else {
            findings.append(
                .failure(
                    check, address, "version \(store.version) is too old.", fix: "Use Redis 6.2 or later, or Valkey."))
        }
        if store.isCluster {
            findings.append(
                .failure(check, address, "it is part of a Redis Cluster.", fix: "Use a Redis that is no cluster."))
        }
        if store.isReplica {
            findings.append(
                .failure(check, address, "it is a replica.", fix: "Name the primary in redis.url (REDIS_URL)."))
        }
        if let policy = store.evictionPolicy {
            findings.append(
                .warning(
                    check, address, "maxmemory-policy \(policy) may remove totals.",
                    fix: "Set it: redis-cli config set maxmemory-policy noeviction, and in redis.conf."))
        }
        if let refusal = store.refusal {
            if !store.isReplica {
                findings.append(
                    .failure(check, address, "what gateways do is refused. \(refusal)", fix: fix(refusal)))
            }
        } else {
            findings.append(.ok(check, address, "hashes, scripts and messages are permitted."))
        }
        return findings
    }

    private static func fix(_ error: RedisError) -> String {
        switch error.code {
        case _ where error.message.contains("unknown command"): "Use Redis 6.2 or later, or Valkey."
        case _ where error.message.contains("DB index"): "Name a database that there is in redis.url (REDIS_URL)."
        case _ where error.message.contains("NOREPLICAS"):
            "Bring its replicas back, or lower min-replicas-to-write: it takes no writes without them."
        case .outOfMemory: "Raise its limit: redis-cli config set maxmemory …, and in redis.conf."
        case .persistence: "Look into its log: it cannot save (a full disk?), and takes no writes until it can."
        case .readOnly, .masterDown: "Name the primary in redis.url (REDIS_URL)."
        case .cluster: "Use a Redis that is no cluster."
        case .loading, .busy: "Ask again in a moment."
        case .wrongType: "Give Tollgate a database of its own (redis://host:6379/1)."
        case .authentication: "Put the right user and password into redis.url (REDIS_URL)."
        case .permission:
            "Give the user of redis.url: on >secret ~tollgate:* &alerts:* +@all -@dangerous +info"
        case .unreachable, .timedOut, .connectionLost:
            "Check that it runs and can be reached (redis-cli -u URL ping); rediss:// where it speaks TLS, redis:// "
                + "where it does not."
        default: "See docs/redis.md, Operations."
        }
    }
}
