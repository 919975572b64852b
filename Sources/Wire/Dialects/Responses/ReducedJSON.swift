/// A copy of a JSON text too large to keep, taken part by part and reduced to what is needed of it.
///
/// For accounting strings are cut after 4 KiB, and a member that is still larger than 256 KiB (a batch of embeddings,
/// say) is left out: what providers tell about usage is small and stays whole. For what a call says in words
/// (``ContentLimits``) strings are cut a little behind the limit, so that they are seen to be cut, and nothing is left
/// out up to 1 MiB, where the copy breaks off.
public struct ReducedJSON: Sendable {
    /// What is kept; well-formed once the whole text was pushed, unless it broke off.
    public private(set) var kept: [UInt8] = []
    /// The longest string; bytes as they stand in the text.
    private let stringLimit: Int
    /// A text of so many members is none that a provider sends; bytes.
    private let limit: Int
    /// How many objects deep members are left out singly.
    private let memberDepth: Int
    private var depth = 0
    /// Objects around the value at hand that are members of each other from the root on, at most `memberDepth`.
    private var objectDepth = 0
    private var string = StringState.outside
    /// Bytes of the string at hand that were kept.
    private var stringKept = 0
    private var keptEscape = false
    /// Where the member at hand begins in `kept`.
    private var memberStart = 0
    private var isDropping = false

    private enum StringState: Sendable, Hashable {
        case outside
        case inside
        /// Behind a backslash.
        case escape
        /// In the digits of `\uXXXX`, so many of them left.
        case hex(Int)
    }

    private static let memberLimit = 256 << 10
    /// More than an escape, so that a string that was cut is longer than the limit of texts.
    private static let margin = 16

    /// An empty copy for accounting, of a text whose members are left out singly to the depth `memberDepth`.
    init(memberDepth: Int = 1) {
        self.memberDepth = memberDepth
        stringLimit = 4 << 10
        limit = 8 << 20
    }

    /// An empty copy for what a call says in words.
    public init(for limits: ContentLimits) {
        memberDepth = 0
        stringLimit = limits.text + Self.margin
        limit = 1 << 20
    }

    /// Takes the next part of the text.
    public mutating func push(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count {
            switch string {
            case .inside: index = copyRun(bytes, from: index)
            case .escape:
                let byte = bytes[index]
                string = byte == UInt8(ascii: "u") ? .hex(4) : .inside
                keepEscaped(byte)
                index += 1
            case .hex(let left):
                string = left == 1 ? .inside : .hex(left - 1)
                keepEscaped(bytes[index])
                index += 1
            case .outside:
                structure(bytes[index])
                index += 1
            }
        }
    }

    private var isKeepingString: Bool { !isDropping && stringKept < stringLimit && kept.count < limit }

    /// Copies the string's bytes up to its end, or to an escape.
    private mutating func copyRun(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\") { end += 1 }
        if isKeepingString {
            let room = min(end - start, stringLimit - stringKept)
            kept.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + room)]))
            stringKept += end - start
        }
        guard end < bytes.count else { return end }
        if bytes[end] == UInt8(ascii: "\\") {
            string = .escape
            keptEscape = isKeepingString
            keepEscaped(bytes[end])
        } else {
            string = .outside
            append(bytes[end])
        }
        return end + 1
    }

    /// An escape is kept whole or not at all.
    private mutating func keepEscaped(_ byte: UInt8) {
        guard keptEscape else { return }
        kept.append(byte)
        stringKept += 1
    }

    private mutating func structure(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""):
            string = .inside
            stringKept = 0
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            append(byte)
            if byte == UInt8(ascii: "{"), depth == objectDepth, objectDepth < memberDepth, !isDropping {
                objectDepth += 1
                memberStart = kept.count
            }
            depth += 1
            return
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            if depth < objectDepth { endMembers() }
        case UInt8(ascii: ",") where depth == objectDepth:
            if isDropping {
                isDropping = false
                return
            }
            append(byte)
            memberStart = kept.count
            return
        default: break
        }
        append(byte)
    }

    private mutating func append(_ byte: UInt8) {
        guard !isDropping, kept.count < limit else { return }
        kept.append(byte)
        if kept.count - memberStart > Self.memberLimit, objectDepth > 0 {
            isDropping = true
            kept.removeLast(kept.count - memberStart)
        }
    }

    /// An object ends: a comma before a member that was left out goes too.
    private mutating func endMembers() {
        if isDropping, kept.last == UInt8(ascii: ",") { kept.removeLast() }
        isDropping = false
        objectDepth = max(depth, 0)
    }
}
