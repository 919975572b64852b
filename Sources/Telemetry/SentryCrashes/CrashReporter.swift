public import CrashReports
import Foundation
public import SentryClient
import SentryProtocol

/// Tells Sentry of the crashes that this program's earlier runs have left in a folder, each once.
///
/// ```swift
/// let crashes = CrashReporter(directory: CrashDirectory(path: "/var/lib/app/crashes"), spool: options.directory)
/// try crashes.begin(release: options.release, environment: options.environment)   // before the client is made
/// let client = SentryClient(options)
/// await crashes.report(to: client)
/// ```
/// A report's file is removed when the event is in the client's own directory on disk, and before it is sent from there.
/// So whatever moment the process dies in, the next start finds the crash in one of both: those that are in the client's
/// directory already are not claimed again.
public struct CrashReporter: Sendable {
    /// The crashes of earlier runs, claimed by this one.
    public let crashes: [ClaimedCrash]

    private let directory: CrashDirectory

    /// Claims what is in the folder; before the client is made, which begins to send at once.
    ///
    /// - Parameters:
    ///   - directory: Where Swift's backtracer writes.
    ///   - spool: `SentryOptions.directory`; without one an event that is lost with the process is told
    ///     again.
    public init(directory: CrashDirectory, spool: String?) {
        self.directory = directory
        let kept = spool.map(SpooledEvents.ids) ?? []
        crashes = directory.claim().filter { crash in
            guard kept.contains(crash.id) || crash.report == nil else { return true }
            directory.remove(crash)
            return false
        }
    }

    /// Writes down what is to be known about this run if it crashes, and has its last words kept.
    ///
    /// - Parameters:
    ///   - release: The program's version.
    ///   - environment: Where it runs.
    ///   - serverName: The machine's name.
    ///   - keepsLastWords: false leaves C's `stderr` alone; the message of `fatalError` is then not told.
    ///   - timeLimit: Seconds after which a crash ends, whatever its report has come to.
    public func begin(
        release: String?, environment: String?, serverName: String? = nil, keepsLastWords: Bool = true,
        timeLimit: Int32 = 30
    ) throws {
        try directory.begin(
            RunRecord(
                processID: getpid(), release: release, environment: environment, serverName: serverName,
                started: time(nil)), keepsLastWords: keepsLastWords, timeLimit: timeLimit)
    }

    /// Hands the crashes to the client, and returns how many it has taken.
    ///
    /// The runs that crashed count as crashed sessions where they were of the client's own release.
    @discardableResult
    public func report(to client: SentryClient) async -> Int {
        var taken = 0
        for crash in crashes {
            let named = await symbolicated(crash)
            guard let event = SentryEvent(named) else { continue }
            let delivery = await client.captureDurably(event) { directory.remove(crash) }
            switch delivery {
            case .stored, .delivered: taken += 1
            // In memory only, or nobody there to take it: told again at the next start, under the same id.
            case .kept, .discarded(.networkError), .discarded(.queueOverflow), .discarded(.internalError): continue
            case .discarded: break
            }
            directory.remove(crash)
            if let run = crash.run, run.release == client.options.release {
                client.recordSession(.crashed, started: SentryTimestamp(seconds: Double(run.started)))
            }
        }
        return taken
    }

    /// Names for addresses, on a thread of its own: it may take seconds, and the pool's threads are the server's.
    private func symbolicated(_ crash: ClaimedCrash) async -> ClaimedCrash {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                var crash = crash
                crash.report = crash.report?.symbolicated()
                continuation.resume(returning: crash)
            }
            thread.name = "crash symbols"
            thread.qualityOfService = .utility
            // Deep names are demangled recursively.
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    /// An orderly end: nothing is to be known about this run.
    public func end() {
        directory.end(processID: getpid())
    }
}
