/// Reads ``RequestFacts`` from a body in one pass, without decoding what it does not need.
public enum RequestScanner {
    /// The facts of `body`, a request to `api`.
    public static func scan(_ body: UnsafeRawBufferPointer, api: API) throws(RequestScanError) -> RequestFacts {
        RequestFacts(bodyBytes: body.count)
    }
}
