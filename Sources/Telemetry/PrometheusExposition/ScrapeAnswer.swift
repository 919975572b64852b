import GzipEncoding

/// What a scrape is answered with: the exposition, in the format and encoding that its fields ask for.
public struct ScrapeAnswer: Sendable, Hashable {
    /// The `Content-Type`.
    public var contentType: String
    /// The `Content-Encoding`; nil = plain.
    public var contentEncoding: String?
    /// The answer depends on these request fields: the value of `Vary`.
    public static let vary = "Accept, Accept-Encoding"
    public var body: [UInt8]
}

extension PrometheusRegistry {
    /// Answers a scrape.
    ///
    /// - Parameters:
    ///   - accept: All `Accept` fields, joined with commas; nil when there is none.
    ///   - acceptEncoding: All `Accept-Encoding` fields, joined with commas; nil when there is none.
    public func scrape(accept: String?, acceptEncoding: String?) -> ScrapeAnswer {
        let format = ExpositionFormat.negotiate(accept: accept)
        var body: [UInt8] = []
        emit(format, into: &body)
        return ScrapeAnswer(format: format, body: body, acceptEncoding: acceptEncoding)
    }
}

extension ScrapeAnswer {
    /// `body` in `format`, compressed where the scraper takes gzip.
    public init(format: ExpositionFormat, body: [UInt8], acceptEncoding: String?) {
        contentType = format.contentType
        // A body that cannot be compressed (no memory) is sent as it is.
        if AcceptEncoding.acceptsGzip(acceptEncoding), let compressed = Gzip.compress(body) {
            contentEncoding = "gzip"
            self.body = compressed
        } else {
            self.body = body
        }
    }
}
