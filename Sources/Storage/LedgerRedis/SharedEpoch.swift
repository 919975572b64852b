import RESP
import RedisClient
import Synchronization

/// Knows whether the server still has what this gateway told it.
///
/// Asked before each push: one small command. After a new connection or a loss of data it takes the script, and counts
/// ``Epoch/generation`` up: everything is then told again.
final class SharedEpoch: Sendable {
    /// The server's data, as long as they stay the same.
    struct Epoch: Sendable, Hashable {
        var id: String
        /// Counts connections and losses of data.
        var generation: Int
        /// Counts losses of data.
        var losses: Int
    }

    private struct State {
        var epoch: Epoch?
        var connections = 0
        var policy: String?
    }

    private let client: RedisClient
    private let grace: Duration
    private let state = Mutex(State())

    init(client: RedisClient, grace: Duration) {
        self.client = client
        self.grace = grace
    }

    /// The epoch as last seen; nil before the first contact.
    var current: Epoch? { state.withLock { $0.epoch } }

    /// `maxmemory-policy`, where it may remove what has no copy; nil where it may not, or is not known.
    var evictionPolicy: String? {
        state.withLock { $0.policy }.flatMap { $0 == "noeviction" ? nil : $0 }
    }

    /// The epoch, asked for.
    func ensure() async throws(RedisError) -> Epoch {
        let connections = client.status.connections
        let (known, seen) = state.withLock { ($0.epoch, $0.connections) }
        if let known, seen == connections, connections > 0 {
            let id = try await client.send(RESPCommand("HGET", RedisKeys.epoch, "id"))
            if id.text == known.id { return known }
        }
        return try await establish(known)
    }

    private func establish(_ known: Epoch?) async throws(RedisError) -> Epoch {
        let about = try await client.pipeline([RESPCommand("INFO", "replication"), RESPCommand("INFO", "memory")])
        // Before the script: a connection that is made meanwhile is noticed the next time.
        let connections = client.status.connections
        let server = Self.line("master_replid", in: about.first) ?? "unknown"
        let call = RedisScript.Call(
            keys: [RedisKeys.epoch],
            arguments: [known?.id ?? "", Self.randomName(), String(grace.milliseconds), server])
        let answer = try await client.run(EpochScript.script, call)
        guard let id = answer.elements?.first?.text else {
            throw RedisError(.protocolViolation, "Redis answers the script 'epoch' with something else.")
        }
        return state.withLock { state in
            let isLost = known.map { $0.id != id } ?? false
            let epoch = Epoch(
                id: id, generation: (state.epoch?.generation ?? 0) + 1,
                losses: (state.epoch?.losses ?? 0) + (isLost ? 1 : 0))
            state.epoch = epoch
            state.connections = connections
            state.policy = Self.line("maxmemory_policy", in: about.last)
            return epoch
        }
    }

    private static func line(_ name: String, in reply: RESPValue?) -> String? {
        reply?.text?.split(whereSeparator: \.isNewline).first { $0.hasPrefix("\(name):") }
            .map { String($0.dropFirst(name.utf8.count + 1)) }
    }

    private static func randomName() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36)
    }
}

extension Duration {
    /// Whole milliseconds, cut off.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }

    /// Whole nanoseconds, cut off.
    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
