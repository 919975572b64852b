/// A request's method as spans tell it: nine are known, everything else is `_OTHER`
/// (OpenTelemetry semantic conventions, `docs/http/http-spans.md`).
struct HTTPMethodName {
    /// `http.request.method`.
    let attribute: String
    /// `http.request.method_original`, where it is not known.
    let original: String?

    private static let known: Set<String> = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY",
    ]

    init(_ method: String) {
        let isKnown = Self.known.contains(method)
        attribute = isKnown ? method : "_OTHER"
        original = isKnown ? nil : String(method.prefix(32))
    }

    /// What a span's name begins with.
    var spanName: String { original == nil ? attribute : "HTTP" }
}
