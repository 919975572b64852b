/// The fields of a head, with what decides the body's framing and the connection's fate gathered as they come.
struct FieldSection {
    let bytes: UnsafeRawBufferPointer
    private(set) var fields: [HTTPField] = []
    private(set) var known = KnownFieldSet()
    private(set) var expectsContinue = false
    private var contentLength: Int?
    private var isChunked = false
    private var hasUnknownCoding = false
    private var repeated = KnownFieldSet()
    private var saysClose = false
    private var saysKeepAlive = false

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        fields.reserveCapacity(24)
    }

    mutating func add(_ field: HTTPField) throws(HeadError) {
        fields.append(field)
        let name = field.known
        guard name != .other else { return try refuseLookalike(field) }
        if known.contains(name) { repeated.insert(name) }
        known.insert(name)
        if name.mustBePlain { try refuseTabs(around: field) }
        switch name {
        case .contentLength:
            guard contentLength == nil else { throw .badRequest("There is more than one Content-Length.") }
            contentLength = try decimal(field.value)
        case .transferEncoding:
            if field.hasValue("chunked", in: bytes) { isChunked = true } else { hasUnknownCoding = true }
        case .connection:
            for token in ListTokens(bytes, field.value) {
                if ASCII.equals(bytes, token, "close") { saysClose = true }
                if ASCII.equals(bytes, token, "keep-alive") { saysKeepAlive = true }
            }
        case .expect:
            expectsContinue = field.hasValue("100-continue", in: bytes)
        default: break
        }
    }

    func keepAlive(minorVersion: Int) -> Bool {
        !saysClose && (minorVersion == 1 || saysKeepAlive)
    }

    // MARK: Framing

    func requestFraming(minorVersion: Int) throws(HeadError) -> BodyFraming {
        if !repeated.isEmpty, KnownField.allCases.contains(where: { $0.mustBeSingle && repeated.contains($0) }) {
            throw .badRequest("A field that may stand only once stands twice.")
        }
        try checkHost(minorVersion: minorVersion)
        return try codedFraming(minorVersion: minorVersion) ?? .none
    }

    func responseFraming(status: Int, minorVersion: Int) throws(HeadError) -> BodyFraming {
        if known.contains(.transferEncoding), status < 200 || status == 204 {
            throw .badRequest("An answer that has no body has a Transfer-Encoding.")
        }
        return try codedFraming(minorVersion: minorVersion) ?? .untilClose
    }

    /// What Content-Length and Transfer-Encoding say; nil when there is neither.
    private func codedFraming(minorVersion: Int) throws(HeadError) -> BodyFraming? {
        guard known.contains(.transferEncoding) else { return contentLength.map { .length($0) } }
        guard contentLength == nil else {
            throw .badRequest("There is both a Content-Length and a Transfer-Encoding.")
        }
        guard minorVersion == 1 else { throw .badRequest("HTTP/1.0 has no Transfer-Encoding.") }
        guard !repeated.contains(.transferEncoding) else {
            throw .badRequest("There is more than one Transfer-Encoding.")
        }
        guard isChunked, !hasUnknownCoding else {
            throw HeadError(status: 501, reason: "The only Transfer-Encoding that is served is chunked.")
        }
        return .chunked
    }

    /// 1*DIGIT, within 18 digits.
    private func decimal(_ range: Range<Int>) throws(HeadError) -> Int {
        guard (1...18).contains(range.count) else { throw .badRequest("The Content-Length is not a number in range.") }
        var value = 0
        for index in range {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { throw .badRequest("The Content-Length is not a number.") }
            value = value * 10 + Int(digit)
        }
        return value
    }

    /// A tab is a blank (RFC 9110, section 5.6.3), but not to every server: to nginx it is a part of the value.
    private func refuseTabs(around field: HTTPField) throws(HeadError) {
        let line = field.name.upperBound..<field.line.upperBound
        guard !line.contains(where: { bytes[$0] == ASCII.tab }) else {
            throw .badRequest("A field that frames the message, or its Host, holds a tab.")
        }
    }

    /// Servers that fold `_` into `-` would read these as the fields that frame the body.
    private func refuseLookalike(_ field: HTTPField) throws(HeadError) {
        if field.hasName("content_length", in: bytes) || field.hasName("transfer_encoding", in: bytes) {
            throw .badRequest("A field looks like one that frames the body, with an underscore.")
        }
    }

    // MARK: Host

    private func checkHost(minorVersion: Int) throws(HeadError) {
        guard let host = fields.first(where: { $0.known == .host }) else {
            guard minorVersion == 0 else { throw .badRequest("There is no Host.") }
            return
        }
        guard HostName.isValid(bytes, host.value) else { throw .badRequest("The Host is not a name and a port.") }
    }
}
