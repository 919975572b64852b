public import Money
import RESP
public import RedisClient

/// A lease of a budget's window, as an operator sees it.
public struct SharedLease: Sendable, Hashable {
    /// `user:alice:month:2026-11`, the name percent-encoded.
    public var budget: String
    /// `<node>.<incarnation>`.
    public var holder: String
    /// What the holder has told that it spent.
    public var spent: NanoUSD
    /// All that it may have spent.
    public var lease: NanoUSD
    /// Milliseconds until it expires; negative = that long ago.
    public var expiresIn: Int64

    /// What the other gateways cannot spend because of it.
    public var reserved: NanoUSD { max(.zero, lease.subtractingClamped(spent)) }
}

/// What came of taking a lease back.
public enum LeaseRelease: Sendable, Hashable {
    case released
    /// There is no such lease.
    case none
    /// Its holder lives: it expires in so many milliseconds unless it is renewed.
    case alive(milliseconds: Int64)
}

/// Lists leases and takes them back; needs no gateway.
public struct LeaseListing: Sendable {
    static let prefix = "tollgate:{shared}:budget:"

    private let client: RedisClient

    /// The leases behind `client`.
    public init(client: RedisClient) { self.client = client }

    /// All leases, by budget and holder.
    public func leases() async throws -> [SharedLease] {
        let names = try await client.send(RESPCommand("SMEMBERS", RedisKeys.budgets)).elements?.compactMap(\.text) ?? []
        let replies = try await client.pipeline(
            [RESPCommand("TIME")] + names.map { RESPCommand("HGETALL", $0) }, within: .seconds(10))
        let time = replies.first?.elements?.compactMap(\.integer) ?? []
        let now = time.count == 2 ? time[0] * 1000 + time[1] / 1000 : 0
        var found: [SharedLease] = []
        var gone: [String] = []
        for (name, reply) in zip(names, replies.dropFirst()) {
            let fields = Dictionary(
                (reply.pairs ?? []).compactMap { pair in pair.key.text.map { ($0, pair.value.integer ?? 0) } },
                uniquingKeysWith: { $1 })
            if fields.isEmpty { gone.append(name) }
            for (field, lease) in fields where field.hasSuffix(":lease") {
                let holder = String(field.dropLast(":lease".utf8.count))
                found.append(
                    SharedLease(
                        budget: String(name.dropFirst(Self.prefix.utf8.count)), holder: holder,
                        spent: NanoUSD(rawValue: fields["\(holder):spent"] ?? 0), lease: NanoUSD(rawValue: lease),
                        expiresIn: (fields["\(holder):until"] ?? 0) - now))
            }
        }
        if !gone.isEmpty { _ = try await client.send(RESPCommand("SREM", [RedisKeys.budgets] + gone)) }
        return found.sorted { ($0.budget, $0.holder) < ($1.budget, $1.holder) }
    }

    /// Takes a lease back; one that has not expired only by force.
    public func release(_ budget: String, of holder: String, force: Bool) async throws -> LeaseRelease {
        let answer = try await client.run(
            BudgetScript.release,
            RedisScript.Call(keys: [Self.prefix + budget], arguments: [holder, force ? "1" : "0"]))
        switch answer.elements?.first?.text {
        case "released": return .released
        case "alive": return .alive(milliseconds: answer.elements?.last?.integer ?? 0)
        default: return .none
        }
    }
}
