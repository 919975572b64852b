/// What other tracing systems say about a trace (W3C Trace Context, section 3.3), passed on as it came.
public struct TraceState: Sendable, Hashable {
    /// As it stands in the header; empty where there is none.
    public let header: String

    /// Nothing.
    public static let empty = TraceState(header: "")

    /// The most list members.
    static let maximumMembers = 32
    /// The most bytes that are passed on; W3C asks for 512 at least.
    static let maximumBytes = 8_192

    private init(header: String) { self.header = header }

    /// Reads a header's value (several joined with commas); empty as a whole where a member is not valid, a key is
    /// there twice, or there are more than 32 or 8 192 bytes.
    public init(_ text: String) {
        guard text.utf8.count <= Self.maximumBytes else {
            self = .empty
            return
        }
        var keys: Set<Substring> = []
        var members: [Substring] = []
        for member in text.split(separator: ",", omittingEmptySubsequences: true) {
            let member = Self.trimmed(member)
            guard !member.isEmpty else { continue }
            guard let equals = member.utf8.firstIndex(of: 0x3D), members.count < Self.maximumMembers,
                Self.isKey(member[..<equals].utf8), Self.isValue(member[member.utf8.index(after: equals)...].utf8),
                keys.insert(member[..<equals]).inserted
            else {
                self = .empty
                return
            }
            members.append(member)
        }
        header = members.joined(separator: ",")
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let front = text.utf8.drop(while: isBlank)
        guard let last = front.lastIndex(where: { !isBlank($0) }) else { return text[text.endIndex...] }
        return Substring(front[...last])
    }

    /// `simple-key`, or `tenant@system`; lower case, 256 bytes at most.
    private static func isKey(_ key: Substring.UTF8View) -> Bool {
        let parts = key.split(separator: 0x40, omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return isPart(parts[0], longest: 256, digitFirst: false)
        case 2:
            return isPart(parts[0], longest: 241, digitFirst: true) && isPart(parts[1], longest: 14, digitFirst: false)
        default: return false
        }
    }

    private static func isPart(_ part: Substring.UTF8View.SubSequence, longest: Int, digitFirst: Bool) -> Bool {
        guard let first = part.first, part.count <= longest else { return false }
        guard (0x61...0x7A).contains(first) || (digitFirst && (0x30...0x39).contains(first)) else { return false }
        return part.allSatisfy { byte in
            switch byte {
            case 0x61...0x7A, 0x30...0x39, 0x5F, 0x2D, 0x2A, 0x2F: true
            default: false
            }
        }
    }

    /// 1…256 printable characters without comma and equals sign, not a blank last.
    private static func isValue(_ value: Substring.UTF8View) -> Bool {
        guard let last = value.last, last != 0x20, value.count <= 256 else { return false }
        return value.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x2C && $0 != 0x3D }
    }
}
