extension KnownField {
    /// Which field `bytes[range]` names, whatever its case.
    ///
    /// Told apart by length and first letter, then compared in full: at most two comparisons a name.
    static func named(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> KnownField {
        guard range.count >= 2 else { return .other }
        @inline(__always) func check(_ name: StaticString, _ field: KnownField) -> KnownField {
            ASCII.equals(bytes, range, name) ? field : .other
        }
        let first = bytes[range.lowerBound] | 0x20
        let count = range.count
        if first == UInt8(ascii: "x") { return namedExtension(bytes, range) }
        switch (count, first) {
        case (2, UInt8(ascii: "t")): return check("te", .te)
        case (4, UInt8(ascii: "h")): return check("host", .host)
        case (4, UInt8(ascii: "d")): return check("date", .date)
        case (6, UInt8(ascii: "a")): return check("accept", .accept)
        case (6, UInt8(ascii: "c")): return check("cookie", .cookie)
        case (6, UInt8(ascii: "e")): return check("expect", .expect)
        case (6, UInt8(ascii: "s")): return check("server", .server)
        case (7, UInt8(ascii: "a")): return check("api-key", .apiKey)
        case (7, UInt8(ascii: "b")): return check("baggage", .baggage)
        case (7, UInt8(ascii: "t")): return check("trailer", .trailer)
        case (7, UInt8(ascii: "u")): return check("upgrade", .upgrade)
        case (8, UInt8(ascii: "i")):
            let field = check("if-match", .ifMatch)
            return field == .other ? check("if-range", .ifRange) : field
        case (8, UInt8(ascii: "l")): return check("location", .location)
        case (10, UInt8(ascii: "c")): return check("connection", .connection)
        case (10, UInt8(ascii: "k")): return check("keep-alive", .keepAlive)
        case (10, UInt8(ascii: "r")): return check("request-id", .requestID)
        case (10, UInt8(ascii: "s")): return check("set-cookie", .setCookie)
        case (10, UInt8(ascii: "t")): return check("tracestate", .tracestate)
        case (10, UInt8(ascii: "u")): return check("user-agent", .userAgent)
        case (11, UInt8(ascii: "r")): return check("retry-after", .retryAfter)
        case (11, UInt8(ascii: "t")): return check("traceparent", .traceparent)
        case (12, UInt8(ascii: "c")): return check("content-type", .contentType)
        case (13, UInt8(ascii: "a")): return check("authorization", .authorization)
        case (13, UInt8(ascii: "c")): return check("content-range", .contentRange)
        case (13, UInt8(ascii: "i")): return check("if-none-match", .ifNoneMatch)
        case (14, UInt8(ascii: "c")): return check("content-length", .contentLength)
        case (15, UInt8(ascii: "a")): return check("accept-encoding", .acceptEncoding)
        case (16, UInt8(ascii: "c")): return check("content-encoding", .contentEncoding)
        case (16, UInt8(ascii: "p")): return check("proxy-connection", .proxyConnection)
        case (17, UInt8(ascii: "a")): return check("anthropic-version", .anthropicVersion)
        case (17, UInt8(ascii: "i")): return check("if-modified-since", .ifModifiedSince)
        case (17, UInt8(ascii: "t")): return check("transfer-encoding", .transferEncoding)
        case (18, UInt8(ascii: "p")): return check("proxy-authenticate", .proxyAuthenticate)
        case (19, UInt8(ascii: "i")): return check("if-unmodified-since", .ifUnmodifiedSince)
        case (19, UInt8(ascii: "p")): return check("proxy-authorization", .proxyAuthorization)
        default: return .other
        }
    }

    /// The names that begin with `x`.
    private static func namedExtension(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> KnownField {
        let start = range.lowerBound
        switch range.count {
        case 9 where ASCII.equals(bytes, range, "x-api-key"): return .xAPIKey
        case 12 where ASCII.equals(bytes, range, "x-request-id"): return .requestID
        case 14 where ASCII.equals(bytes, range, "x-goog-api-key"): return .xGoogAPIKey
        case 14 where ASCII.equals(bytes, range, "x-should-retry"): return .xShouldRetry
        case 11... where ASCII.equals(bytes, start..<start + 11, "x-tollgate-"): return .tollgate
        default: return .other
        }
    }

    /// Whether a tab beside its value is refused: it decides where a message ends, or to whom it goes.
    var mustBePlain: Bool { self == .contentLength || self == .transferEncoding || self == .host }

    /// Whether a request with two of it is refused, as nginx does: the two would be read differently by different
    /// servers.
    var mustBeSingle: Bool {
        switch self {
        case .host, .contentLength, .transferEncoding, .authorization, .expect, .contentRange, .ifMatch, .ifNoneMatch,
            .ifModifiedSince, .ifUnmodifiedSince, .ifRange:
            true
        default: false
        }
    }
}
