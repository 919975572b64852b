import Budgets
import Glibc
import Ledger
import LedgerRedis
import LedgerSQLite
import Logging
import NIOCore
import NIOPosix
import RedisClient
import ServiceLifecycle
import Settings
import Synchronization

/// The store that gateways share: exchanges and listens until shutdown, then exchanges once more when the last rows are
/// committed.
struct SharedStoreService: Service {
    let store: SharedStore
    let client: RedisClient
    let ledger: SQLiteLedger
    /// The budgets in force and the alerts that were told, once they are there.
    var book: BudgetBook?
    var markers: (any AlertStoring)?
    /// Told of every alert that is published, by whichever gateway; must be cheap.
    var onAlert: @Sendable (BudgetAlert) -> Void = { _ in }
    let logger: Logger

    /// The store that `settings` name; nil where they name none.
    ///
    /// - Parameter trouble: told why it cannot be used.
    init?(_ settings: Settings.Redis, ledger: SQLiteLedger, trouble: TroubleRelay, logger: Logger) throws {
        guard let configuration = try Self.configuration(settings), let source = ledger.replica else { return nil }
        let address = configuration.address
        client = try RedisClient(
            configuration: configuration, eventLoop: MultiThreadedEventLoopGroup.singleton.any()
        ) { status in
            if status.isReady {
                logger.info("Connected to Redis.", metadata: ["address": "\(address)"])
            } else if let failure = status.failure {
                logger.warning("Redis is away; what it is to know follows later.", metadata: ["reason": "\(failure)"])
                trouble.sharedStoreFailed("\(failure)")
            }
        }
        var shared = SharedStoreSettings()
        shared.pushInterval = settings.pushInterval
        shared.leaseDuration = settings.lease
        store = SharedStore(
            client: client, source: source, settings: shared,
            clock: SharedClock(wall: { WallClock.microseconds() }, monotonic: { WallClock.monotonicNanoseconds() })
        ) { notice in
            logger.warning("\(notice)")
            trouble.sharedStoreFailed("\(notice)")
        }
        self.ledger = ledger
        self.logger = logger
    }

    /// How to reach it; nil where `settings` name none.
    static func configuration(_ settings: Settings.Redis) throws -> RedisConfiguration? {
        guard let url = settings.url else { return nil }
        var configuration = try RedisConfiguration(url: url.reveal())
        configuration.authoritiesFile = settings.authoritiesFile
        configuration.connectTimeout = settings.timeout
        configuration.commandTimeout = settings.timeout
        return configuration
    }

    func run() async throws {
        client.start()
        let listener = try listener()
        listener.start()
        await cancelWhenGracefulShutdown {
            await store.run(book: book, markers: markers)
        }
        await listener.close()
        for _ in 0..<100 where ledger.health.lagSeconds > 0 { try? await Task.sleep(for: .milliseconds(20)) }
        do {
            try await store.exchange(book: book, markers: markers)
        } catch {
            logger.warning(
                "Redis could not be told the last totals; the next start does.", metadata: ["reason": "\(error)"])
        }
        await client.close()
    }

    /// A connection of its own that hears alerts.
    private func listener() throws -> RedisListener {
        let (logger, onAlert) = (logger, onAlert)
        let isSaid = Atomic(false)
        // An ACL allows a pattern only where it is that very one.
        return try RedisListener(
            configuration: client.configuration, patterns: ["alerts:*"],
            eventLoop: MultiThreadedEventLoopGroup.singleton.any(),
            onStatus: { status in
                // That Redis is away is said by the client.
                guard let failure = status.failure, failure.code == .permission,
                    !isSaid.exchange(true, ordering: .relaxed)
                else { return }
                logger.warning("Alerts of other gateways are not heard.", metadata: ["reason": "\(failure)"])
            },
            onMessage: { message in
                if let alert = PublishedAlert.read(message.payload) {
                    onAlert(alert)
                } else {
                    logger.debug("What was published is no alert.", metadata: ["channel": "\(message.channel)"])
                }
            })
    }

    /// The name of a gateway that was not given one: the host's, as a part of keys.
    static func hostName() -> String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "gateway" }
        let name = bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }.map { byte -> UInt8 in
            switch UnicodeScalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_": byte
            default: UInt8(ascii: "-")
            }
        }
        return name.isEmpty ? "gateway" : String(decoding: name.prefix(64), as: UTF8.self)
    }
}
