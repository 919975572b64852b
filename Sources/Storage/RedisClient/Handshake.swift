import RESP

/// What is said on a new connection before anything else: RESP3 where the server knows it, user and password, the
/// database.
struct Handshake {
    /// What to do next.
    enum Step: Hashable {
        case send([RESPCommand])
        case ready
        case failed(RedisError)
    }

    private let configuration: RedisConfiguration
    private var speaksRESP3 = true

    init(_ configuration: RedisConfiguration) { self.configuration = configuration }

    /// The first commands.
    func begin() -> [RESPCommand] {
        var hello = ["3"]
        if let password = configuration.password {
            hello += ["AUTH", configuration.username ?? "default", password]
        }
        return [RESPCommand("HELLO", hello)] + select
    }

    /// The same in RESP2, for servers that know no `HELLO`.
    private var older: [RESPCommand] {
        var commands: [RESPCommand] = []
        if let password = configuration.password {
            commands.append(RESPCommand("AUTH", (configuration.username.map { [$0] } ?? []) + [password]))
        }
        commands += select
        return commands.isEmpty ? [RESPCommand("PING")] : commands
    }

    private var select: [RESPCommand] {
        configuration.database == 0 ? [] : [RESPCommand("SELECT", String(configuration.database))]
    }

    /// Reads the answers to what was sent.
    mutating func received(_ replies: [RESPValue]) -> Step {
        for (index, reply) in replies.enumerated() {
            guard case .error(let error) = reply else { continue }
            let isUnknown =
                error.code == "NOPROTO"
                || (error.code == "ERR" && error.message.lowercased().contains("unknown command"))
            if index == 0, speaksRESP3, isUnknown {
                speaksRESP3 = false
                return .send(older)
            }
            return .failed(RedisError(error))
        }
        return .ready
    }
}
