import FoundationEssentials
public import Logging
import SentryProtocol
public import ServiceLifecycle

/// Sends errors, messages, transactions and release health to Sentry.
///
/// ```swift
/// let sentry = SentryClient(try SentryOptions(environment: ProcessInfo.processInfo.environment))
/// SentrySDK.bootstrap(sentry)
/// try await ServiceGroup(services: [sentry, server], logger: logger).run()
/// ```
/// Capturing costs some microseconds and never waits: the rest is done by a task of the client's own, which lives from
/// here to ``close(timeout:)``. Without a DSN the client is off: nothing is started, capturing returns at once.
public final class SentryClient: Service {
    public let options: SentryOptions
    let core: SentryCore?
    private let worker: Task<Void, Never>?

    /// A client, working from now on.
    ///
    /// - Parameters:
    ///   - options: Where events go, and which.
    ///   - logger: Told of settings that were passed over and of what could not be sent; it must not lead back here.
    public convenience init(_ options: SentryOptions, logger: Logger? = nil) {
        var logger = logger
        if logger == nil, options.isDebug {
            var debugging = Logger(label: "sentry") { StreamLogHandler.standardError(label: $0) }
            debugging.logLevel = .debug
            logger = debugging
        }
        for problem in options.problems { logger?.warning("\(problem)") }
        let transport = options.dsn.map { HTTPClientTransport($0, timeout: options.requestTimeout, logger: logger) }
        self.init(options, transport: transport, clock: .system, logger: logger)
    }

    /// A client over another transport, which is a seam for tests; without a transport it is off.
    package init(
        _ options: SentryOptions, transport: (any SentryTransport)?, clock: SentryClock, logger: Logger? = nil
    ) {
        self.options = options
        guard let dsn = options.dsn, let transport else {
            core = nil
            worker = nil
            return
        }
        let core = SentryCore(options, clock: clock)
        self.core = core
        let delivery = Delivery(
            options, dsn: dsn, environment: ProcessInfo.processInfo.environment, core: core, transport: transport,
            logger: logger)
        // Unstructured: it delivers for the whole process, whichever task made the client, and ends with `close`.
        worker = Task.detached(priority: .utility) {
            await SentryInternal.$isActive.withValue(true) { await delivery.run() }
        }
    }

    /// A client that is off.
    public static let off = SentryClient(SentryOptions(dsn: nil))

    deinit {
        // Whoever forgets to close it loses nothing but the wait.
        core?.control.close()
        core?.bell.ring()
    }

    /// False without a DSN.
    public var isEnabled: Bool { core != nil }

    /// What was done so far.
    public var statistics: SentryStatistics {
        guard let core else { return SentryStatistics() }
        var statistics = core.tally.statistics
        statistics.queued = core.queue.count
        return statistics
    }

    /// Waits until what was captured before is delivered.
    ///
    /// - Returns: false where that did not succeed within `timeout`; it is then still kept and tried again.
    @discardableResult
    public func flush(timeout: Duration = .seconds(2)) async -> Bool {
        guard let core else { return true }
        return await core.control.flushes.wait(timeout) {
            core.control.hurry()
            core.bell.ring()
        }
    }

    /// Delivers what is left, within `timeout`, and ends; what is captured from now on is nothing.
    ///
    /// What could not be delivered stays on disk for the next process, where there is a directory.
    public func close(timeout: Duration = .seconds(2)) async {
        guard let core, let worker else { return }
        core.queue.close()
        // Reading debug information may take longer than there is; an event without files and lines is better than none.
        core.control.close(namesUntil: core.clock.monotonic() + timeout / .seconds(1) * 0.5)
        core.bell.ring()
        // The last fifth is for giving up in order: breaking off a request, writing the rest to the disk.
        if await core.control.finished.wait(timeout * 4 / 5) { return }
        worker.cancel()
        core.bell.ring()
        _ = await core.control.finished.wait(timeout / 5)
    }

    /// Works until the service group shuts down, then closes.
    public func run() async {
        try? await gracefulShutdown()
        await close(timeout: options.shutdownTimeout)
    }
}

/// Whether a task is the client's own.
///
/// What it logs is not captured, or a failure to send would be sent.
package enum SentryInternal {
    @TaskLocal package static var isActive = false
}
