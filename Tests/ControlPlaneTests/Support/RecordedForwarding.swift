import ControlPlane
import SentryProtocol
import Synchronization

/// Keeps what the tunnel passes on, and answers what it is told.
final class RecordedForwarding: EnvelopeForwarding {
    struct Unreachable: Error {}

    private let forwarded = Mutex<[(envelope: String, url: String)]>([])
    private let answer: ForwardedAnswer?

    /// - Parameter answer: nil = nobody can be reached.
    init(_ answer: ForwardedAnswer? = ForwardedAnswer(status: 200)) { self.answer = answer }

    var envelopes: [String] { forwarded.withLock { $0.map(\.envelope) } }
    var urls: [String] { forwarded.withLock { $0.map(\.url) } }

    func forward(_ envelope: [UInt8], to project: SentryDSN) async throws -> ForwardedAnswer {
        forwarded.withLock { $0.append((String(decoding: envelope, as: UTF8.self), project.envelopeURL)) }
        guard let answer else { throw Unreachable() }
        return answer
    }
}
