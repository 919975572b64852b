import NIOPosix

/// Synthetic traffic of a small company: several people, components and models of two providers, streams and plain
/// answers, errors, a model without a price, clients that hang up.
///
/// Sends its calls over HTTP to a gateway in front of a ``ProviderSimulator``. The same seed gives the same calls.
/// Not for load tests: the rate is modest, and each call has its own connection.
public struct DemoTraffic: Sendable {
    private let host: String
    private let port: Int
    private let callsPerSecond: Double
    private let seed: UInt64
    private static let mostAtOnce = 64

    /// Traffic to `host`:`port`, on average `callsPerSecond`.
    public init(host: String = "127.0.0.1", port: Int, callsPerSecond: Double = 4, seed: UInt64 = 2026) {
        self.host = host
        self.port = port
        self.callsPerSecond = max(callsPerSecond, 0.01)
        self.seed = seed
    }

    /// Sends calls until the task is cancelled.
    ///
    /// A call that fails is no reason to stop: failures are part of the show.
    public func run() async {
        var generator = SeededGenerator(seed: seed)
        let client = OneShotClient(host: host, port: port, group: MultiThreadedEventLoopGroup.singleton)
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            while !Task.isCancelled {
                if running >= Self.mostAtOnce {
                    await group.next()
                    running -= 1
                }
                let call = DemoCall(using: &generator)
                group.addTask { await client.send(call) }
                running += 1
                let pause = Double.random(in: 0.2...1.8, using: &generator) / callsPerSecond
                try? await Task.sleep(for: .seconds(pause))
            }
            group.cancelAll()
        }
    }
}
