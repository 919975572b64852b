import RESP
public import RedisClient

/// What a Redis is, and whether it lets this user do what gateways do; for `tollgate doctor`.
public struct StoreExamination: Sendable {
    /// Of Valkey where it is one, else of Redis.
    public let version: String
    /// Redis 6.2 or later, or what is as good.
    public let isRecentEnough: Bool
    public let isCluster: Bool
    public let isReplica: Bool
    /// The `maxmemory-policy`, where there is a limit of memory that could remove totals.
    public let evictionPolicy: String?
    /// Seconds since 1970 by the server's clock.
    public let clock: Double
    /// Why something that gateways do is refused; nil = nothing is.
    public let refusal: RedisError?

    /// Looks at the server of `client`; leaves nothing behind.
    ///
    /// - Parameter name: of the one key that is written and removed again, below `tollgate:doctor:`.
    /// - Throws: where there is no server, or where it tells nothing about itself.
    public init(_ client: RedisClient, name: String) async throws(RedisError) {
        let answers = try await client.pipeline([RESPCommand("PING"), RESPCommand("TIME"), RESPCommand("INFO")])
        guard answers.count == 3, let time = answers[1].elements, time.count == 2, let seconds = time[0].integer,
            let micros = time[1].integer, let text = answers[2].text
        else {
            let refusal = Self.firstError(answers) ?? RedisError(.refused, "an answer of another kind")
            throw RedisError(refusal.code, "PING, TIME or INFO is refused. \(refusal)")
        }
        let facts = Self.facts(text)
        version = facts["valkey_version"] ?? facts["redis_version"] ?? "unknown"
        let numbers = (facts["redis_version"] ?? "0").split(separator: ".").compactMap { Int($0) }
        isRecentEnough = !numbers.lexicographicallyPrecedes([6, 2])
        isCluster = facts["cluster_enabled"] == "1"
        isReplica = facts["role"].map { $0 != "master" } ?? false
        let policy = facts["maxmemory_policy"] ?? "noeviction"
        evictionPolicy = policy != "noeviction" && facts["maxmemory"] != "0" ? policy : nil
        clock = Double(seconds) + Double(micros) / 1e6
        refusal = try await Self.refusal(client, key: "tollgate:doctor:\(name)")
    }

    /// Does what gateways do.
    private static func refusal(_ client: RedisClient, key: String) async throws(RedisError) -> RedisError? {
        let commands = [
            RESPCommand("HINCRBY", key, "probe", "1"), RESPCommand("PEXPIRE", key, "60000"),
            RESPCommand("EVAL", "return redis.call('HGET', KEYS[1], 'probe')", "1", key),
            RESPCommand("PUBLISH", "alerts:cost:doctor:probe", "{}"), RESPCommand("DEL", key),
        ]
        return firstError(try await client.pipeline(commands))
    }

    private static func firstError(_ answers: [RESPValue]) -> RedisError? {
        for case .error(let error) in answers { return RedisError(error) }
        return nil
    }

    /// `name:value` lines.
    private static func facts(_ text: String) -> [String: String] {
        var facts: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            facts[String(line[..<colon])] = String(line[line.index(after: colon)...])
        }
        return facts
    }
}
