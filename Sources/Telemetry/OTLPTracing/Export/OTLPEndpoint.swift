/// Where traces are sent, and how (opentelemetry-specification, `protocol/exporter.md`).
public struct OTLPEndpoint: Sendable, Hashable {
    /// The whole URL.
    public var url = "http://localhost:4318/v1/traces"
    /// Further header fields; may hold secrets.
    public var headers: [Header] = []
    /// gzip.
    public var isCompressed = false
    /// For one attempt; zero = no limit.
    public var timeout: Duration = .seconds(10)
    /// A PEM file with the certificates that the collector's is verified against; nil = the system's.
    public var certificate: String?
    /// A PEM file with the client's own certificate and its chain.
    public var clientCertificate: String?
    /// A PEM file with the client's own key.
    public var clientKey: String?

    /// A header field.
    public struct Header: Sendable, Hashable {
        public var name: String
        public var value: String

        /// The field `name: value`.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The defaults.
    public init() {}
}
