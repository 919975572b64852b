import SentryClient
import SentryProtocol
import Synchronization

/// Takes everything, and keeps it.
final class CapturingTransport: SentryTransport {
    private let state = Mutex<[[UInt8]]>([])

    func post(_ envelope: [UInt8]) async -> SentryAnswer? {
        state.withLock { $0.append(envelope) }
        return SentryAnswer(status: 200)
    }

    func shutdown() async {}

    var envelopes: [SentryEnvelope] { state.withLock { $0 }.compactMap { try? SentryEnvelope($0) } }

    func payloads(_ type: SentryItemType) -> [SentryValue] {
        envelopes.flatMap { $0.items }.filter { $0.type == type }.compactMap { SentryValue(json: $0.payload) }
    }

    /// A client over it.
    func client(_ change: (inout SentryOptions) -> Void = { _ in }) throws -> SentryClient {
        var options = SentryOptions(dsn: try SentryDSN("https://public@o1.example.org/42"))
        options.release = "app@1.2.3"
        options.environment = "test"
        options.tracesSampleRate = 1
        options.looksUpSymbols = false
        change(&options)
        return SentryClient(options, transport: self, clock: .system)
    }
}

extension SentryValue {
    /// The values of a list; none where it is none.
    var values: [SentryValue] {
        if case .array(let values) = self { return values }
        if case .array(let values)? = self["values"] { return values }
        return []
    }
}
