/// A response's head, as ranges of the bytes that were parsed; nothing is copied or changed.
public struct HTTPResponseHead: Sendable {
    /// 100…999, never 101: a relay that removes `Upgrade` cannot be answered with it.
    public var status: Int
    /// 0 or 1.
    public var minorVersion: Int
    /// The reason phrase; may be empty.
    public var reason: Range<Int>
    /// In the order they came.
    public var fields: [HTTPField]
    /// Which known fields there are.
    public var known: KnownFieldSet
    /// Bytes of the head, the blank line included.
    public var byteCount: Int
    /// Whether the server leaves the connection open after this answer, if its framing allows that.
    public var keepAlive: Bool
    /// By the fields alone; ``framing(forRequestMethodHEAD:)`` is what counts.
    let declaredFraming: BodyFraming

    /// Whether the real answer follows this head (1xx).
    public var isInterim: Bool { status < 200 }

    /// Where the body ends.
    public func framing(forRequestMethodHEAD isHEAD: Bool) -> BodyFraming {
        isHEAD || isInterim || status == 204 || status == 304 ? .none : declaredFraming
    }

    /// Reads a head at the start of `bytes`; nil when more bytes are needed.
    ///
    /// `scanned` is as in ``HTTPRequestHead/parse(_:limits:scanned:)``. Errors have the status 502.
    public static func parse(
        _ bytes: UnsafeRawBufferPointer, limits: HeadLimits = .response, scanned: inout Int
    ) throws(HeadError) -> HTTPResponseHead? {
        do {
            return try read(bytes, limits: limits, scanned: &scanned)
        } catch {
            throw HeadError(status: 502, reason: error.reason)
        }
    }

    private static func read(
        _ bytes: UnsafeRawBufferPointer, limits: HeadLimits, scanned: inout Int
    ) throws(HeadError) -> HTTPResponseHead? {
        guard let end = try HeadEnd.find(bytes, limits: limits, scanned: &scanned, isRequest: false) else { return nil }
        var reader = HeadReader(bytes: bytes, end: end, limits: limits)
        let line = try reader.statusLine()
        let fields = try reader.fields()
        let framing = try fields.responseFraming(status: line.status, minorVersion: line.minorVersion)
        return HTTPResponseHead(
            status: line.status, minorVersion: line.minorVersion, reason: line.reason, fields: fields.fields,
            known: fields.known, byteCount: end, keepAlive: fields.keepAlive(minorVersion: line.minorVersion),
            declaredFraming: framing)
    }
}
