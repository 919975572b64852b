import NIOCore
import Usage

/// Why an attempt at a provider ended without an answer, and what the client is told.
struct UpstreamFailure: Error {
    var outcome: UpstreamEnded.Outcome
    /// A sentence for the client and the log; names the provider, never a key.
    var message: String
    /// Some of an answer had come: the provider was reached, and failed.
    var beganAnswer = false

    /// The status of the gateway's own answer.
    var status: Int {
        switch outcome {
        case .connectTimeout, .firstByteTimeout, .idleTimeout: 504
        default: 502
        }
    }

    /// The error's code in the body.
    var code: String {
        switch outcome {
        case .connectTimeout, .firstByteTimeout, .idleTimeout: "upstream_timeout"
        case .malformed: "upstream_malformed"
        default: "upstream_unreachable"
        }
    }

    /// The row's error type.
    var errorType: ErrorType {
        switch outcome {
        case .connectTimeout, .firstByteTimeout, .idleTimeout: .timeout
        case .malformed: .serverError
        default: beganAnswer ? .serverError : .upstreamUnreachable
        }
    }
}
