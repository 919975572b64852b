/// Reads a plain answer's body that is too large to keep, part by part.
///
/// It keeps a reduced copy: strings are cut after 4 KiB, and a top-level member that is still larger than 256 KiB
/// (a batch of embeddings, say) is left out. What providers tell about usage is small and stays whole.
public struct PlainMeter: Sendable {
    private let api: API
    private let flavor: UsageFlavor
    private var kept: [UInt8] = []
    private var depth = 0
    private var string = StringState.outside
    /// Bytes of the string at hand that were kept.
    private var stringKept = 0
    /// Where the top-level member at hand begins in `kept`.
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

    private static let stringLimit = 4 << 10
    private static let memberLimit = 256 << 10

    /// A meter for one answer.
    public init(api: API, flavor: UsageFlavor) {
        self.api = api
        self.flavor = flavor
    }

    /// Takes the next part of the body.
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

    /// The body has ended, or was cut.
    public mutating func finish() -> MeteredResponse {
        isDropping = false
        return kept.withUnsafeBytes { ResponseReader.read($0, api: api, flavor: flavor) }
    }

    private var isKeepingString: Bool { !isDropping && stringKept < Self.stringLimit }
    private var keptEscape = false

    /// Copies the string's bytes up to its end, or to an escape.
    private mutating func copyRun(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\") { end += 1 }
        if isKeepingString {
            kept.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
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
            depth += 1
            append(byte)
            if depth == 1 { memberStart = kept.count }
            return
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            if depth == 0 { endMembers() }
        case UInt8(ascii: ",") where depth == 1:
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
        guard !isDropping else { return }
        kept.append(byte)
        if kept.count - memberStart > Self.memberLimit {
            isDropping = true
            kept.removeLast(kept.count - memberStart)
        }
    }

    /// The object ends: a comma before a member that was left out goes too.
    private mutating func endMembers() {
        if isDropping, kept.last == UInt8(ascii: ",") { kept.removeLast() }
        isDropping = false
    }
}
