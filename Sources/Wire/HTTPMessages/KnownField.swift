/// The field names that a gateway acts on; every other is ``other``.
public enum KnownField: UInt8, Sendable, Hashable, CaseIterable {
    case other
    case host
    // Of this connection only
    case connection
    case keepAlive
    case proxyConnection
    case proxyAuthenticate
    case proxyAuthorization
    case te
    case trailer
    case transferEncoding
    case upgrade
    // The body
    case contentLength
    case contentType
    case contentEncoding
    case contentRange
    // What is asked for
    case accept
    case acceptEncoding
    case expect
    case ifMatch
    case ifNoneMatch
    case ifModifiedSince
    case ifUnmodifiedSince
    case ifRange
    case userAgent
    // Keys
    case authorization
    /// `x-api-key`
    case xAPIKey
    /// `api-key`
    case apiKey
    /// `x-goog-api-key`
    case xGoogAPIKey
    case cookie
    // The gateway's own, and tracing
    /// Any `x-tollgate-…`.
    case tollgate
    case traceparent
    case tracestate
    case baggage
    // Providers
    case anthropicVersion
    /// `x-request-id` or `request-id`.
    case requestID
    case retryAfter
    case xShouldRetry
    // Answers
    case date
    case server
    case location
    case setCookie
}
