public import Gateway
import Ledger
public import Logging
import Synchronization
public import Usage

/// Logs what an operator must know of: providers that cannot be reached, answers that went out before their row was
/// committed.
///
/// Never a key, a prompt or an answer. A storm is bounded: at most so many lines a second are written, and the next
/// line says how many were left out.
public final class GatewayLog: GatewayObserver {
    private let logger: Logger
    private let seconds: @Sendable () -> Int64
    private let state = Mutex(State())

    private struct State {
        var second: Int64 = 0
        var lines = 0
        var leftOut = 0
    }

    private static let linesPerSecond = 10

    /// A log written through `logger`.
    ///
    /// - Parameter seconds: a clock in whole seconds; any epoch.
    public init(logger: Logger, seconds: @escaping @Sendable () -> Int64) {
        self.logger = logger
        self.seconds = seconds
    }

    public func callSettled(_ event: borrowing CallSettled) {
        guard !event.committedInTime else { return }
        write(
            .error, "An answer went out before its row was committed; the row is in the emergency journal.",
            ["request_id": "\(event.record.id)"])
    }

    public func callRefused(_ event: CallRefused) {
        switch event.reason {
        case .ledgerUnavailable: write(.error, "A call was refused, because the ledger cannot be written.", [:])
        case .bodyNotStored:
            let reason = event.status == 507 ? "the disk of data_dir is full" : "a file in data_dir cannot be used"
            write(.error, "A call with a large body was refused, because \(reason).", [:])
        default: return
        }
    }

    public func upstreamEnded(_ event: UpstreamEnded) {
        guard let message = event.message else { return }
        write(
            .warning, Logger.Message(stringLiteral: message),
            ["provider": "\(event.provider)", "outcome": "\(event.outcome.rawValue)"])
    }

    public func upstreamReconnected(provider: ProviderID) {}

    private func write(_ level: Logger.Level, _ message: Logger.Message, _ metadata: Logger.Metadata) {
        let now = seconds()
        let leftOut: Int? = state.withLock { state in
            if state.second != now {
                state.second = now
                state.lines = 0
            }
            guard state.lines < Self.linesPerSecond else {
                state.leftOut += 1
                return nil
            }
            state.lines += 1
            defer { state.leftOut = 0 }
            return state.leftOut
        }
        guard let leftOut else { return }
        var metadata = metadata
        if leftOut > 0 { metadata["left_out"] = "\(leftOut)" }
        logger.log(level: level, message, metadata: metadata)
    }
}
