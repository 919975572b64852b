import JSONScanning

/// Reads ``RequestFacts`` from a body in one pass, without decoding what it does not need.
///
/// Of a key that occurs twice the last value counts, as in the providers' own parsers; a key may be written with
/// escapes. A value of the wrong type is left to the provider to refuse, and counts here as absent.
public enum RequestScanner {
    /// The facts of `body`, a request to `api`; throws when `body` is not one JSON object.
    ///
    /// The body of an unmetered API is not looked at.
    public static func scan(_ body: UnsafeRawBufferPointer, api: API) throws(RequestScanError) -> RequestFacts {
        guard api.isMetered else { return RequestFacts(isInlineTextOnly: false, bodyBytes: body.count) }
        guard !body.isEmpty else { throw RequestScanError(message: "The request body is empty: send a JSON object.") }
        var cursor = JSONCursor(body)
        guard cursor.kind() == .object else {
            throw RequestScanError(message: "The request body is not a JSON object.")
        }
        var fields = RequestFields(bodyOffset: cursor.offset + 1, api: api)
        do {
            try cursor.beginObject()
            while let key = try cursor.nextKey() { try fields.read(key, &cursor) }
            try cursor.end()
        } catch {
            throw RequestScanError(message: "The request body is not valid JSON: \(error).")
        }
        return fields.facts(of: body, api: api)
    }
}
