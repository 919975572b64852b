import Money

/// Writes one JSON text; numbers go out as the plain decimals they come in as, never through a `Double`.
///
/// Commas are placed here; keys and values alternate as the caller writes them. RFC 8259.
struct JSONWriter {
    /// The text so far, UTF-8.
    private(set) var bytes: [UInt8] = []
    /// Whether the next value or key follows another one.
    private var needsComma = false

    /// Nothing written.
    init() {}

    /// An object with what `members` writes.
    mutating func object(_ members: (inout JSONWriter) -> Void) {
        enclose(UInt8(ascii: "{"), UInt8(ascii: "}"), members)
    }

    /// An array with what `elements` writes.
    mutating func array(_ elements: (inout JSONWriter) -> Void) {
        enclose(UInt8(ascii: "["), UInt8(ascii: "]"), elements)
    }

    /// The key of the next value.
    mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A string, or null.
    mutating func string(_ value: String?) {
        guard let value else { return null() }
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in value.utf8 { escape(byte) }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// A whole number, or null.
    mutating func integer(_ value: (some BinaryInteger)?) {
        guard let value else { return null() }
        plain(String(value))
    }

    /// Dollars in plain decimal, or null.
    mutating func money(_ value: NanoUSD?) {
        guard let value else { return null() }
        plain(value.description)
    }

    /// Microseconds as milliseconds, up to 3 places, or null.
    mutating func milliseconds(_ microseconds: Int64?) {
        guard let microseconds else { return null() }
        plain(Decimal3.text(thousandths: microseconds))
    }

    /// `true` or `false`.
    mutating func boolean(_ value: Bool) { plain(value ? "true" : "false") }

    /// `null`.
    mutating func null() { plain("null") }

    /// A value that is JSON already.
    mutating func verbatim(_ json: String) { plain(json) }

    /// A line end between the texts of NDJSON.
    mutating func newline() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    private mutating func plain(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func enclose(_ open: UInt8, _ close: UInt8, _ content: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(open)
        needsComma = false
        content(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0..<0x20, 0x7F:
            let digits = String(byte, radix: 16)
            bytes.append(contentsOf: (digits.utf8.count == 1 ? "\\u000" : "\\u00").utf8)
            bytes.append(contentsOf: digits.utf8)
        default: bytes.append(byte)
        }
    }
}
