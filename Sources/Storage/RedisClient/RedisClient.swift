public import NIOCore
public import RESP
import Synchronization

/// A client of one Redis (or Valkey) server: pipelining, reconnection, time limits, scripts.
///
/// ``start()`` begins to connect and never fails; what fails are commands, at once, while there is no connection. An
/// error reply to a single command is thrown; in a pipeline it is a value.
public final class RedisClient: Sendable {
    private let session: RedisSession
    /// SHA-1 by script name, as the server said.
    private let digests = Mutex<[String: String]>([:])

    public var configuration: RedisConfiguration { session.configuration }

    /// A client whose connection lives on `eventLoop`.
    ///
    /// - Parameter onStatus: Told on the event loop when a connection is made, and when it ends; cheap.
    public init(
        configuration: RedisConfiguration, eventLoop: any EventLoop,
        onStatus: @escaping @Sendable (RedisStatus) -> Void = { _ in }
    ) throws(RedisError) {
        session = try RedisSession(configuration: configuration, eventLoop: eventLoop, onStatus: onStatus)
    }

    /// Begins to connect, and connects again whenever the connection ends.
    public func start() { session.start() }

    /// Ends the connection; what waits fails with ``RedisError/Code/closed``.
    public func close() async {
        do {
            try await session.close().get()
        } catch {
            // The event loop has ended, and the connection with it.
        }
    }

    /// Whether there is a connection.
    public var status: RedisStatus { session.status.withLock { $0 } }

    /// Sends one command.
    ///
    /// - Parameter timeout: nil = the configuration's.
    public func send(_ command: RESPCommand, within timeout: Duration? = nil) async throws(RedisError) -> RESPValue {
        let replies = try await pipeline([command], within: timeout)
        guard let reply = replies.first else { return .null }
        if case .error(let error) = reply { throw RedisError(error) }
        return reply
    }

    /// Sends commands in one go; their answers in order, errors among them.
    public func pipeline(
        _ commands: [RESPCommand], within timeout: Duration? = nil
    ) async throws(RedisError) -> [RESPValue] {
        guard !commands.isEmpty else { return [] }
        do {
            return try await session.submit(commands, within: timeout ?? configuration.commandTimeout).get()
        } catch let error as RedisError {
            throw error
        } catch {
            throw RedisError(.closed, "The connection to Redis has ended: \(error).")
        }
    }

    /// Runs a script.
    public func run(
        _ script: RedisScript, _ call: RedisScript.Call, within timeout: Duration? = nil
    ) async throws(RedisError) -> RESPValue {
        let replies = try await run(script, [call], within: timeout)
        guard let reply = replies.first else { return .null }
        if case .error(let error) = reply { throw RedisError(error) }
        return reply
    }

    /// Runs a script several times in one go; the answers in order, errors among them.
    ///
    /// By its SHA; where the server does not know that (any more), by its text.
    public func run(
        _ script: RedisScript, _ calls: [RedisScript.Call], within timeout: Duration? = nil
    ) async throws(RedisError) -> [RESPValue] {
        guard !calls.isEmpty else { return [] }
        guard let digest = try await digest(of: script, within: timeout) else {
            return try await pipeline(calls.map { Self.command("EVAL", script.source, $0) }, within: timeout)
        }
        var replies = try await pipeline(calls.map { Self.command("EVALSHA", digest, $0) }, within: timeout)
        let unknown = replies.indices.filter { index in
            if case .error(let error) = replies[index] { error.code == "NOSCRIPT" } else { false }
        }
        let again = try await pipeline(
            unknown.map { Self.command("EVAL", script.source, calls[$0]) }, within: timeout)
        for (index, reply) in zip(unknown, again) { replies[index] = reply }
        return replies
    }

    /// The script's SHA; nil where the server does not tell.
    private func digest(of script: RedisScript, within timeout: Duration?) async throws(RedisError) -> String? {
        if let known = digests.withLock({ $0[script.name] }) { return known }
        let replies = try await pipeline([RESPCommand("SCRIPT", "LOAD", script.source)], within: timeout)
        guard let digest = replies.first?.text else { return nil }
        digests.withLock { $0[script.name] = digest }
        return digest
    }

    private static func command(_ name: String, _ script: String, _ call: RedisScript.Call) -> RESPCommand {
        RESPCommand(name, [script, String(call.keys.count)] + call.keys + call.arguments)
    }
}
