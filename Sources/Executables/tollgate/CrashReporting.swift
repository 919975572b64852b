import CrashReports
import Foundation
import Logging
import SentryClient
import SentryCrashes
import ServiceLifecycle
import StackTraces

/// The gateway's own crashes: written by Swift's backtracer when it dies, told to Sentry at the next start.
struct CrashReporting {
    /// Why crashes are not reported, in words; nil where they are.
    let problem: String?

    private let directory: CrashDirectory?

    /// Starts the process again with `SWIFT_BACKTRACE` set, where it is not; otherwise says how it stands.
    ///
    /// Before anything is opened: the process begins anew, under the same id.
    ///
    /// - Parameter data: the data directory; reports are kept below it until they are told.
    static func prepare(data: String, environment: [String: String]) -> CrashReporting {
        let folder = URL(filePath: data).standardizedFileURL.appending(path: "crashes").path(percentEncoded: false)
        let program = Reexecution.programPath()
        switch Reexecution.decide(directory: folder, executable: program, environment: environment) {
        case .done(let directory): return CrashReporting(problem: nil, directory: CrashDirectory(path: directory))
        case .refused:
            return CrashReporting(
                problem: "SWIFT_BACKTRACE is set otherwise; unset it, or add format=json,output-to=\(folder)",
                directory: nil)
        case .impossible(let why): return CrashReporting(problem: why, directory: nil)
        case .needed(let setting):
            do { try CrashDirectory(path: folder).prepare() } catch {
                return CrashReporting(
                    problem: "\(folder) cannot be made: \(error.localizedDescription)", directory: nil)
            }
            let number = Reexecution.run(setting, executable: program)
            return CrashReporting(
                problem: "the program could not start itself again: \(String(cString: strerror(number)))",
                directory: nil)
        }
    }

    /// Claims what earlier runs have left, and writes this run down; once the data directory is this process's own, and
    /// before the client is made.
    func begin(_ options: SentryOptions, logger: Logger) -> CrashReporter? {
        if let problem { logger.warning("Crashes of the gateway are not reported: \(problem).") }
        guard let directory else { return nil }
        StackTrace.prepare()
        let reporter = CrashReporter(directory: directory, spool: options.directory)
        do {
            try reporter.begin(
                release: options.release, environment: options.environment, serverName: options.serverName)
        } catch {
            logger.warning(
                "What this run would say at its end is not kept.", metadata: ["error": "\(error.localizedDescription)"])
        }
        return reporter
    }
}

/// Tells the crashes of earlier runs, then waits for the end, which is an orderly one.
struct CrashReportingService: Service {
    let reporter: CrashReporter
    let client: SentryClient
    let logger: Logger

    func run() async throws {
        let found = reporter.crashes.count
        if found > 0 {
            let taken = await reporter.report(to: client)
            logger.notice(
                "The gateway had crashed; Sentry is told.",
                metadata: ["crashes": "\(found)", "handed_over": "\(taken)"])
        }
        try? await gracefulShutdown()
        reporter.end()
    }
}
