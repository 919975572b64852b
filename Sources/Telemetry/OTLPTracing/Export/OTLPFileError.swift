/// A file of certificates, or of a key, that an exporter cannot use.
public struct OTLPFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was to be read.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// Whom the exporter trusts.
        case certificate = "OTEL_EXPORTER_OTLP_CERTIFICATE"
        /// Who the exporter is.
        case clientCertificate = "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE"
        /// The key of that.
        case clientKey = "OTEL_EXPORTER_OTLP_CLIENT_KEY"
    }

    public let code: Code
    public let path: String
    /// What the TLS library says.
    public let reason: String

    init(_ code: Code, _ path: String, _ reason: any Error) {
        self.code = code
        self.path = path
        self.reason = "\(reason)"
    }

    /// A sentence that says what to do.
    public var description: String {
        let what = code == .clientKey ? "a private key" : "certificates"
        return "\(path) cannot be used for \(code.rawValue) (\(reason)): it has to be a file with \(what) in PEM form"
            + " that this program may read."
    }
}
