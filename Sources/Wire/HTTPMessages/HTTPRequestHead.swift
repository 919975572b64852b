/// A request's head, as ranges of the bytes that were parsed; nothing is copied or changed.
public struct HTTPRequestHead: Sendable {
    /// Capital letters, `-` and `_`, as nginx has it.
    public var method: Range<Int>
    /// Printable ASCII, for ``RequestTarget``.
    public var target: Range<Int>
    /// 0 or 1.
    public var minorVersion: Int
    /// In the order they came.
    public var fields: [HTTPField]
    /// Which known fields there are.
    public var known: KnownFieldSet
    /// Bytes of the head, the blank line and a leading CRLF included.
    public var byteCount: Int
    /// Never ``BodyFraming/untilClose``.
    public var framing: BodyFraming
    /// Whether the client will send another request on this connection.
    public var keepAlive: Bool
    /// Whether the client waits for `100 Continue` before it sends its body.
    public var expectsContinue: Bool
    /// Whether there is an `Upgrade` field; it is hop-by-hop, so that ignoring it is an answer.
    public var hasUpgrade: Bool { known.contains(.upgrade) }

    /// Reads a head at the start of `bytes`; nil when more bytes are needed.
    ///
    /// `scanned` is 0 for a new head, and is passed unchanged with the longer `bytes` of the next call, so that the
    /// search for the head's end goes on where it stopped. Throws with the status to answer; no later byte of the
    /// connection may be read as a request then.
    public static func parse(
        _ bytes: UnsafeRawBufferPointer, limits: HeadLimits, scanned: inout Int
    ) throws(HeadError) -> HTTPRequestHead? {
        guard let end = try HeadEnd.find(bytes, limits: limits, scanned: &scanned, isRequest: true) else { return nil }
        var reader = HeadReader(bytes: bytes, end: end, limits: limits)
        try reader.skipLeadingLineEnd()
        let line = try reader.requestLine()
        let fields = try reader.fields()
        let framing = try fields.requestFraming(minorVersion: line.minorVersion)
        return HTTPRequestHead(
            method: line.method, target: line.target, minorVersion: line.minorVersion, fields: fields.fields,
            known: fields.known, byteCount: end, framing: framing,
            keepAlive: fields.keepAlive(minorVersion: line.minorVersion),
            expectsContinue: line.minorVersion == 1 && fields.expectsContinue)
    }
}
