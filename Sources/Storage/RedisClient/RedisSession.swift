import NIOCore
import NIOPosix
import NIOSSL
import RESP
import Synchronization

/// A connection that is made again whenever it ends, and the commands on their way through it.
///
/// One command after the other without waiting (pipelining); answers come in the same order. While there is no
/// connection, commands wait only as long as the first attempt takes; between attempts they are refused at once, with
/// the reason. When an answer takes too long, the connection is given up: what it still brings could belong to
/// anything.
///
/// `@unchecked Sendable`: everything but `status` is touched on `eventLoop` only, which each method asserts or hops to.
final class RedisSession: @unchecked Sendable {
    private enum Phase {
        /// Not started.
        case idle
        /// The socket is being connected.
        case connecting
        /// Connected; the handshake's answers are awaited.
        case greeting(any Channel, Handshake)
        case ready(any Channel)
        /// Until the pause is over.
        case pausing
        case closed
    }

    let configuration: RedisConfiguration
    let eventLoop: any EventLoop
    let status = Mutex(RedisStatus())
    /// Channels to listen to; then the connection takes no commands.
    private let subscription: RedisSubscription?
    private let tls: NIOSSLContext?
    private let onStatus: @Sendable (RedisStatus) -> Void
    private var phase = Phase.idle
    private var batches = PendingBatches()
    private var greeting: PendingBatch?
    private var backoff: Backoff
    private var timer: (deadline: NIODeadline, task: Scheduled<Void>)?
    private var heardAt = NIODeadline.now()
    private var beat: RepeatedTask?

    init(
        configuration: RedisConfiguration, eventLoop: any EventLoop, subscription: RedisSubscription? = nil,
        onStatus: @escaping @Sendable (RedisStatus) -> Void
    ) throws(RedisError) {
        self.configuration = configuration
        self.eventLoop = eventLoop
        self.subscription = subscription
        self.onStatus = onStatus
        tls = configuration.isTLS ? try RedisTLS.context(configuration) : nil
        backoff = Backoff(shortest: configuration.shortestPause, longest: configuration.longestPause)
    }

    // MARK: From anywhere

    /// Begins to connect.
    func start() {
        eventLoop.execute {
            guard case .idle = self.phase else { return }
            self.connect()
        }
    }

    /// Sends `commands`; their answers, errors among them, in order.
    func submit(_ commands: [RESPCommand], within timeout: Duration) -> EventLoopFuture<[RESPValue]> {
        let promise = eventLoop.makePromise(of: [RESPValue].self)
        let batch = PendingBatch(commands, deadline: .now() + TimeAmount(timeout), promise: promise)
        eventLoop.execute { self.take(batch) }
        return promise.futureResult
    }

    /// Ends the connection; what waits fails.
    func close() -> EventLoopFuture<Void> {
        eventLoop.submit {
            let channel = self.channel
            self.phase = .closed
            self.timer?.task.cancel()
            self.beat?.cancel()
            self.fail(RedisError(.closed, "The connection to Redis was closed."))
            self.setStatus { $0.isReady = false }
            channel?.close(promise: nil)
        }
    }

    // MARK: On the event loop

    private var channel: (any Channel)? {
        switch phase {
        case .greeting(let channel, _), .ready(let channel): channel
        default: nil
        }
    }

    private func take(_ batch: PendingBatch) {
        if let refusal = refusal(of: batch) {
            batch.promise.fail(refusal)
            return
        }
        batches.append(batch)
        flush()
        guard let timer, timer.deadline <= batch.deadline else {
            schedule()
            return
        }
    }

    private func refusal(of batch: PendingBatch) -> RedisError? {
        switch phase {
        case .closed: return RedisError(.closed, "The connection to Redis was closed.")
        case .idle, .pausing: return absence
        // Only the first attempt is waited for: a server that takes connections and then hangs must not make each
        // command wait anew.
        case .connecting, .greeting: if status.withLock({ $0.failure }) != nil { return absence }
        case .ready: break
        }
        guard batches.commands + batch.count <= configuration.maximumPending,
            batches.bytes + batch.size <= configuration.maximumPendingBytes
        else {
            return RedisError(
                .queueFull, "\(batches.commands) commands already wait for Redis at \(configuration.address).")
        }
        return nil
    }

    /// Why there is no connection.
    private var absence: RedisError {
        let failure = status.withLock { $0.failure }
        if let failure, failure.code == .authentication { return failure }
        return RedisError(
            .unreachable, failure?.message ?? "There is no connection to Redis at \(configuration.address).")
    }

    private func flush() {
        guard case .ready(let channel) = phase else { return }
        let bytes = batches.send()
        guard !bytes.isEmpty else { return }
        channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
    }

    private func connect() {
        phase = .connecting
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(configuration.connectTimeout))
            .channelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(ChannelOptions.socketOption(.so_keepalive), value: 1)
            .channelInitializer { [tls, host = configuration.host] channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(RedisTLS.handler(tls, host: host))
                    }
                    try channel.pipeline.syncOperations.addHandler(RedisChannelHandler(session: self))
                }
            }
        bootstrap.connect(host: configuration.host, port: configuration.port).hop(to: eventLoop).whenComplete {
            self.connected($0)
        }
    }

    private func connected(_ result: Result<any Channel, any Error>) {
        guard case .connecting = phase else {
            if case .success(let channel) = result { channel.close(promise: nil) }
            return
        }
        switch result {
        case .failure(let error): pause(RedisFailure.describe(error, configuration))
        case .success(let channel):
            let handshake = Handshake(configuration)
            phase = .greeting(channel, handshake)
            greet(handshake.begin(), on: channel)
        }
    }

    private func greet(_ commands: [RESPCommand], on channel: any Channel) {
        let batch = PendingBatch(
            commands, deadline: .now() + TimeAmount(configuration.commandTimeout),
            promise: eventLoop.makePromise(of: [RESPValue].self))
        // Its answers are read from the batch itself.
        batch.promise.succeed([])
        greeting = batch
        channel.writeAndFlush(channel.allocator.buffer(bytes: batch.bytes), promise: nil)
        schedule()
    }

    /// A value has come on `channel`.
    func received(_ value: RESPValue, on channel: any Channel) {
        heardAt = .now()
        switch phase {
        case .greeting(let own, var handshake) where own === channel && greeting != nil:
            greeting?.replies.append(value)
            guard let batch = greeting, batch.replies.count == batch.count else { return }
            greeting = nil
            let step = handshake.received(batch.replies)
            phase = .greeting(channel, handshake)
            take(step, on: channel)
        case .ready(let own) where own === channel:
            if case .push(let elements) = value {
                subscription?.received(elements)
            } else if let subscription {
                // RESP2 sends messages as arrays; all else here answers a PING, or refuses the subscription.
                if case .error(let error) = value {
                    drop(channel, RedisError(error))
                } else if let elements = value.elements {
                    subscription.received(elements)
                }
            } else {
                answered(value, on: channel)
            }
        default: break
        }
    }

    private func take(_ step: Handshake.Step, on channel: any Channel) {
        switch step {
        case .send(let commands): greet(commands, on: channel)
        case .failed(let error): drop(channel, error)
        case .ready:
            phase = .ready(channel)
            backoff.reset()
            setStatus {
                $0.isReady = true
                $0.connections += 1
                $0.failure = nil
            }
            if let subscription { listen(subscription, on: channel) }
            flush()
            schedule()
        }
    }

    private func answered(_ value: RESPValue, on channel: any Channel) {
        guard batches.awaitsReply else {
            drop(
                channel, RedisError(.protocolViolation, "Redis at \(configuration.address) answers without a question.")
            )
            return
        }
        if let batch = batches.receive(value) { batch.promise.succeed(batch.replies) }
        // The server is not, or no longer, the one that takes writes: the name may lead to another by now.
        if case .error(let error) = value, error.code == "READONLY" { drop(channel, RedisError(error)) }
    }

    private func listen(_ subscription: RedisSubscription, on channel: any Channel) {
        var bytes: [UInt8] = []
        RESPCommand("PSUBSCRIBE", subscription.patterns).write(to: &bytes)
        channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
        let interval = TimeAmount(configuration.commandTimeout)
        beat?.cancel()
        beat = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
            guard case .ready(let channel) = self.phase else { return }
            guard self.heardAt + interval + interval > .now() else {
                self.drop(channel, RedisFailure.timedOut(self.configuration))
                return
            }
            var bytes: [UInt8] = []
            RESPCommand("PING").write(to: &bytes)
            channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
        }
    }

    /// The connection has ended.
    func disconnected(_ channel: any Channel, _ error: (any Error)?) {
        guard self.channel === channel else { return }
        pause(RedisFailure.describe(error ?? ChannelError.eof, configuration))
    }

    private func drop(_ channel: any Channel, _ error: RedisError) {
        pause(error)
        channel.close(promise: nil)
    }

    private func pause(_ error: RedisError) {
        if case .closed = phase { return }
        phase = .pausing
        greeting = nil
        beat?.cancel()
        setStatus {
            $0.isReady = false
            $0.failure = error
        }
        fail(error)
        var generator = SystemRandomNumberGenerator()
        let isRefusal = error.code == .authentication || error.code == .permission
        let delay = isRefusal ? configuration.longestPause : backoff.next(using: &generator)
        eventLoop.scheduleTask(in: TimeAmount(delay)) {
            guard case .pausing = self.phase else { return }
            self.connect()
        }
    }

    private func fail(_ error: RedisError) {
        let (sent, unsent) = batches.removeAll()
        let lost = error.code == .unreachable ? RedisError(.connectionLost, error.message) : error
        for batch in sent { batch.promise.fail(lost) }
        let absent = error.code == .authentication ? error : RedisError(.unreachable, error.message)
        for batch in unsent { batch.promise.fail(absent) }
    }

    private func setStatus(_ change: (inout RedisStatus) -> Void) {
        let (old, new) = status.withLock { status in
            let old = status
            change(&status)
            return (old, status)
        }
        if old != new { onStatus(new) }
    }

    // MARK: Time limits

    private func schedule() {
        let deadlines = batches.deadlines
        let candidates = [greeting?.deadline, deadlines.sent, deadlines.unsent].compactMap { $0 }
        guard let deadline = candidates.min() else { return }
        if let timer, timer.deadline <= deadline { return }
        timer?.task.cancel()
        timer = (
            deadline,
            eventLoop.scheduleTask(deadline: deadline) {
                self.timer = nil
                self.expire()
            }
        )
    }

    private func expire() {
        let now = NIODeadline.now()
        let error = RedisFailure.timedOut(configuration)
        for batch in batches.removeUnsent(expiredAt: now) {
            batch.promise.fail(RedisError(.unreachable, error.message))
        }
        let earliest = [greeting?.deadline, batches.deadlines.sent].compactMap { $0 }.min()
        if let earliest, earliest <= now, let channel { drop(channel, error) }
        schedule()
    }
}
