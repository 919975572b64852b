/// Reads the lines of a complete head.
///
/// `end` is behind a CRLF CRLF, and every class of bytes that a loop passes over leaves out CR, so that no loop runs
/// past the end.
struct HeadReader {
    let bytes: UnsafeRawBufferPointer
    /// Behind the blank line.
    let end: Int
    let limits: HeadLimits
    private var position = 0

    init(bytes: UnsafeRawBufferPointer, end: Int, limits: HeadLimits) {
        self.bytes = UnsafeRawBufferPointer(rebasing: bytes[..<end])
        self.end = end
        self.limits = limits
    }

    /// One empty line before a request is forgiven (RFC 9112, section 2.2).
    mutating func skipLeadingLineEnd() throws(HeadError) {
        guard bytes[0] == ASCII.carriageReturn else { return }
        guard bytes[1] == ASCII.lineFeed else {
            throw .badRequest("A carriage return before the request line is not followed by a line feed.")
        }
        position = 2
    }

    // MARK: First lines

    mutating func requestLine() throws(HeadError) -> (method: Range<Int>, target: Range<Int>, minorVersion: Int) {
        let start = position
        while isMethodByte(bytes[position]) { position &+= 1 }
        let method = start..<position
        guard !method.isEmpty, method.count <= 32, bytes[position] == ASCII.space else {
            throw .badRequest("The method of the request is not valid.")
        }
        position &+= 1
        let targetStart = position
        while bytes[position] &- 0x21 < 0x5E { position &+= 1 }
        let target = targetStart..<position
        guard position - start <= limits.maximumLineBytes else {
            throw HeadError(status: 414, reason: "The request line is too long.")
        }
        guard !target.isEmpty, bytes[position] == ASCII.space else {
            throw .badRequest("The request line is not a method, a target and a version with one space between.")
        }
        position &+= 1
        let minorVersion = try version(unsupported: 505)
        try lineEnd("The request line does not end with its version.")
        guard !ASCII.equals(bytes, method, "connect"), !ASCII.equals(bytes, method, "trace") else {
            throw HeadError(status: 501, reason: "CONNECT and TRACE are not served.")
        }
        return (method, target, minorVersion)
    }

    mutating func statusLine() throws(HeadError) -> (status: Int, reason: Range<Int>, minorVersion: Int) {
        let minorVersion = try version(unsupported: 502)
        guard bytes[position] == ASCII.space else { throw .badRequest("The status line has no status.") }
        position &+= 1
        var status = 0
        for _ in 0..<3 {
            let digit = bytes[position] &- 0x30
            guard digit < 10 else { throw .badRequest("The status is not three digits.") }
            status = status * 10 + Int(digit)
            position &+= 1
        }
        guard status >= 100 else { throw .badRequest("The status is below 100.") }
        guard status != 101 else { throw .badRequest("The server switched protocols unasked.") }
        if bytes[position] == ASCII.space {
            position &+= 1
        } else if bytes[position] != ASCII.carriageReturn {
            throw .badRequest("The status is not three digits.")
        }
        let start = position
        skipText()
        let reason = start..<position
        try lineEnd("The reason phrase holds a control character.")
        return (status, reason, minorVersion)
    }

    /// `HTTP/1.0` or `HTTP/1.1`, in capital letters.
    private mutating func version(unsupported: Int) throws(HeadError) -> Int {
        let name: StaticString = "HTTP/"
        for index in 0..<5 {
            guard bytes[position] == name.utf8Start[index] else { throw .badRequest("The protocol is not HTTP.") }
            position &+= 1
        }
        // At least CRLF CRLF follows, so three more bytes are there.
        let (major, dot, minor) = (bytes[position], bytes[position + 1], bytes[position + 2])
        guard major &- 0x30 < 10 else { throw .badRequest("The protocol's version is not a number.") }
        guard major == 0x31, dot == 0x2E, minor == 0x30 || minor == 0x31 else {
            throw HeadError(status: unsupported, reason: "The version of HTTP is neither 1.0 nor 1.1.")
        }
        position &+= 3
        return Int(minor &- 0x30)
    }

    // MARK: Fields

    mutating func fields() throws(HeadError) -> FieldSection {
        var section = FieldSection(bytes: bytes)
        while bytes[position] != ASCII.carriageReturn {
            guard section.fields.count < limits.maximumFields else {
                throw HeadError(status: 431, reason: "The head of the message has too many fields.")
            }
            try section.add(try field())
        }
        guard position + 2 == end else { throw .badRequest("A line of the head holds a bare carriage return.") }
        return section
    }

    private mutating func field() throws(HeadError) -> HTTPField {
        let start = position
        while ASCII.isToken(bytes[position]) { position &+= 1 }
        let nameEnd = position
        guard bytes[nameEnd] == ASCII.colon, nameEnd > start else {
            throw .badRequest(
                bytes[start] == ASCII.space || bytes[start] == ASCII.tab
                    ? "A field is folded over several lines." : "The name of a field is not valid.")
        }
        position &+= 1
        while isBlank(bytes[position]) { position &+= 1 }
        let valueStart = position
        skipText()
        let lineStop = position
        var valueEnd = lineStop
        while valueEnd > valueStart, isBlank(bytes[valueEnd - 1]) { valueEnd &-= 1 }
        try lineEnd("The value of a field holds a control character.")
        guard lineStop - start <= limits.maximumLineBytes else {
            throw HeadError(status: 431, reason: "A field of the head is too large.")
        }
        return HTTPField(
            nameStart: start, nameEnd: nameEnd, valueStart: valueStart, valueEnd: valueEnd, lineEnd: lineStop,
            known: .named(bytes, start..<nameEnd))
    }

    // MARK: Bytes

    /// Eight bytes at a time as far as they hold no control character, then one at a time.
    @inline(__always)
    private mutating func skipText() {
        while position &+ 8 <= end,
            !ASCII.hasControl(bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        {
            position &+= 8
        }
        while ASCII.isText(bytes[position]) {
            position &+= 1
        }
    }

    private mutating func lineEnd(_ otherwise: String) throws(HeadError) {
        guard bytes[position] == ASCII.carriageReturn, bytes[position + 1] == ASCII.lineFeed else {
            throw .badRequest(otherwise)
        }
        position &+= 2
    }

    @inline(__always)
    private func isBlank(_ byte: UInt8) -> Bool { byte == ASCII.space || byte == ASCII.tab }

    @inline(__always)
    private func isMethodByte(_ byte: UInt8) -> Bool {
        byte &- 0x41 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}
