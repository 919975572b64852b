import SentryClient
import SentryProtocol
import Synchronization

/// Answers as a script says, then with 200; keeps what it was sent.
final class ScriptedTransport: SentryTransport {
    enum Step: Sendable {
        case status(Int, limits: String? = nil, retryAfter: Double? = nil)
        case unreachable
        /// No answer until the task is cancelled.
        case hang
        /// No answer at all, cancelled or not, until the test lets go.
        case hangForever
    }

    private struct State {
        var script: [Step]
        var standard: Step
        var sent: [[UInt8]] = []
        var stuck: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(_ script: [Step] = [], then standard: Step = .status(200)) {
        state = Mutex(State(script: script, standard: standard))
    }

    var sent: [[UInt8]] { state.withLock { $0.sent } }

    /// What was sent, read.
    var envelopes: [SentryEnvelope] { sent.compactMap { try? SentryEnvelope($0) } }

    var events: [SentryValue] {
        envelopes.flatMap { $0.items }.filter { $0.type == .event }.compactMap { SentryValue(json: $0.payload) }
    }

    /// Reason, category and quantity of all client reports, summed up.
    var reports: [String: Int64] {
        var result: [String: Int64] = [:]
        for item in envelopes.flatMap({ $0.items }) where item.type == .clientReport {
            guard case .array(let events)? = SentryValue(json: item.payload)?["discarded_events"] else { continue }
            for event in events {
                guard case .integer(let quantity)? = event["quantity"] else { continue }
                result["\(event["reason"]?.text ?? "?")/\(event["category"]?.text ?? "?")", default: 0] += quantity
            }
        }
        return result
    }

    func then(_ standard: Step) { state.withLock { $0.standard = standard } }

    func letGo() {
        let stuck = state.withLock { state in
            defer { state.stuck = [] }
            return state.stuck
        }
        for each in stuck { each.resume() }
    }

    func post(_ envelope: [UInt8]) async -> SentryAnswer? {
        let step = state.withLock { state in
            state.sent.append(envelope)
            return state.script.isEmpty ? state.standard : state.script.removeFirst()
        }
        switch step {
        case .status(let status, let limits, let retryAfter):
            return SentryAnswer(status: status, rateLimits: limits, retryAfter: retryAfter)
        case .unreachable: return nil
        case .hang:
            try? await Task.sleep(for: .seconds(600))
            return nil
        case .hangForever:
            await withCheckedContinuation { continuation in state.withLock { $0.stuck.append(continuation) } }
            return nil
        }
    }

    func shutdown() async {}
}
