public import Instrumentation
import WireText

/// Names and values that travel with a request to all that serve it (W3C Baggage).
///
/// An entry that came from elsewhere and was not changed is passed on byte for byte, with its properties. Never put
/// secrets here: it goes to whoever is called.
public struct Baggage: Sendable, Hashable {
    /// One entry.
    public struct Entry: Sendable, Hashable {
        /// A token of RFC 9110.
        public let key: String
        /// Decoded.
        public let value: String
        /// As it stands in the header, properties included.
        let text: String
    }

    /// In the order of the header.
    public private(set) var entries: [Entry] = []

    /// The most entries, and bytes of one and of all (W3C Baggage, section 3.3.2).
    static let maximumEntries = 180
    static let maximumEntryBytes = 4_096
    static let maximumBytes = 8_192

    /// No entries.
    public init() {}

    /// Reads a header's value (several joined with commas).
    ///
    /// Entries that are not valid or too long are left out, a value of more than 8 192 bytes as a whole.
    public init(header: String) {
        guard header.utf8.count <= Self.maximumBytes else { return }
        var count = 0
        for member in header.utf8.split(separator: 0x2C) {
            let member = Self.trimmed(Substring(member))
            guard !member.isEmpty, member.utf8.count <= Self.maximumEntryBytes, member.utf8.allSatisfy({ $0 < 0x80 })
            else { continue }
            count += 1
            guard count <= Self.maximumEntries else { return }
            guard let entry = Self.entry(member) else { continue }
            // The last one of a name counts.
            entries.removeAll { $0.key == entry.key }
            entries.append(entry)
        }
    }

    /// The decoded value of `key`; setting one that is not a token, or too long, changes nothing.
    public subscript(_ key: String) -> String? {
        get { entries.first { $0.key == key }?.value }
        set {
            guard Self.isToken(key.utf8) else { return }
            let text = newValue.map { key + "=" + PercentEncoding.encoded($0) }
            guard (text?.utf8.count ?? 0) <= Self.maximumEntryBytes else { return }
            entries.removeAll { $0.key == key }
            if let newValue, let text { entries.append(Entry(key: key, value: newValue, text: text)) }
        }
    }

    /// The header's value; entries that go beyond the limits are left out.
    public var header: String {
        var result = ""
        for entry in entries.prefix(Self.maximumEntries) {
            guard result.utf8.count + entry.text.utf8.count + 1 <= Self.maximumBytes else { break }
            if !result.isEmpty { result += "," }
            result += entry.text
        }
        return result
    }

    private static func entry(_ text: Substring) -> Entry? {
        let parts = text.utf8.split(separator: 0x3B, omittingEmptySubsequences: false).map { trimmed(Substring($0)) }
        guard let (key, value) = pair(parts[0]), let value, parts.dropFirst().allSatisfy({ pair($0) != nil }) else {
            return nil
        }
        return Entry(key: String(key), value: PercentEncoding.decoded(value.utf8), text: String(text))
    }

    /// `key`, or `key = value`; nil where it is neither.
    private static func pair(_ text: Substring) -> (key: Substring, value: Substring?)? {
        let equals = text.utf8.firstIndex(of: 0x3D)
        let key = trimmed(equals.map { text[..<$0] } ?? text)
        let value = equals.map { trimmed(text[text.utf8.index(after: $0)...]) }
        guard isToken(key.utf8), value?.utf8.allSatisfy(isValueByte) ?? true else { return nil }
        return (key, value)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let front = text.utf8.drop(while: isBlank)
        guard let last = front.lastIndex(where: { !isBlank($0) }) else { return text[text.endIndex...] }
        return Substring(front[...last])
    }

    /// `token` of RFC 9110, section 5.6.2.
    private static func isToken(_ text: some Collection<UInt8>) -> Bool {
        !text.isEmpty
            && text.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// `baggage-octet` of W3C Baggage.
    private static func isValueByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21, 0x23...0x2B, 0x2D...0x3A, 0x3C...0x5B, 0x5D...0x7E: true
        default: false
        }
    }
}

extension ServiceContext {
    private enum Key: ServiceContextKey {
        typealias Value = Baggage
        static let nameOverride: String? = "w3c-baggage"
    }

    /// What travels with the request.
    public var baggage: Baggage? {
        get { self[Key.self] }
        set { self[Key.self] = newValue }
    }
}
