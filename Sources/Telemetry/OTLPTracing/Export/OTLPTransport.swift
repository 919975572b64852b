/// Posts a request; the seam between the exporter's rules and HTTP.
package protocol OTLPTransport: Sendable {
    /// Sends `body`; nil where there was no answer (no connection, a broken one, too late).
    func post(_ body: [UInt8], to endpoint: OTLPEndpoint, fields: [OTLPEndpoint.Header]) async -> OTLPAnswer?
    /// Nothing more will come.
    func shutdown() async
}

/// A collector's answer.
package struct OTLPAnswer: Sendable {
    package var status: Int
    /// The field as it came.
    package var retryAfter: String?
    /// nil where it was larger than 4 MiB, or broken off.
    package var body: [UInt8]?

    package init(status: Int, retryAfter: String? = nil, body: [UInt8]? = []) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
    }
}
