public import CrashReports
import Foundation
import SentryClient
public import SentryProtocol
import StackTraces

extension SentryEvent {
    /// A crash as an event: level fatal, not handled, with all threads; nil where the claimed file is no report.
    ///
    /// Its id is the crash's own, so that one that is told twice is one for Sentry. Release, environment and host are those
    /// of the run that crashed, where they were written down.
    public init?(_ crash: ClaimedCrash) {
        guard let report = crash.report else { return nil }
        let time = report.timestamp.flatMap(Self.time) ?? SentryTimestamp(seconds: Date().timeIntervalSince1970)
        self.init(id: SentryEventID(crash.id) ?? SentryEventID(), at: time, level: .fatal)
        release = crash.run?.release
        environment = crash.run?.environment
        serverName = crash.run?.serverName
        logger = "crash"
        let crashed = report.threads.firstIndex { $0.isCrashed }
        var exception = Self.exception(report)
        exception.threadID = crashed
        exception.stackTrace = crashed.map { SentryStackTrace(report.threads[$0].frames) }
        exceptions = [exception]
        threads = report.threads.enumerated().map { number, each in
            var thread = SentryThread(id: number, name: each.name)
            thread.isCrashed = each.isCrashed
            thread.isCurrent = each.isCrashed
            // The crashed thread's frames are the exception's.
            if !each.isCrashed { thread.stackTrace = SentryStackTrace(each.frames) }
            return thread
        }
        images = report.images.map { image in
            SentryDebugImage(
                file: image.path ?? image.name, buildID: image.buildID, address: image.baseAddress, size: image.size)
        }
        contexts["crash"] = .fields([
            "reason": .string(report.reason),
            "fault_address": report.faultAddress.map { .string("0x" + String($0, radix: 16)) },
            "platform": report.platform.map { .string($0) },
            "architecture": report.architecture.map { .string($0) },
            "process": report.processName.map { .string($0) },
            "complete": .bool(report.isComplete),
            "started": crash.run.map { .string(SentryTimestamp(seconds: Double($0.started)).text) },
        ])
    }

    /// `Fatal error` and its message where the program had said one, else the signal.
    private static func exception(_ report: CrashReport) -> SentryException {
        var mechanism = SentryMechanism("signalhandler", isHandled: false)
        mechanism.signal = report.signal.map { SentryMechanism.Signal(number: $0.number, name: $0.name) }
        if let message = report.message {
            let parts = message.components(separatedBy: "Fatal error: ")
            let said = parts.count > 1 ? parts.dropFirst().joined(separator: "Fatal error: ") : message
            return SentryException(type: "Fatal error", value: said, mechanism: mechanism)
        }
        return SentryException(type: report.signal?.name ?? "Crash", value: report.reason, mechanism: mechanism)
    }

    private static func time(_ text: String) -> SentryTimestamp? {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        return (try? style.parse(text)).map { SentryTimestamp(seconds: $0.timeIntervalSince1970) }
    }
}
