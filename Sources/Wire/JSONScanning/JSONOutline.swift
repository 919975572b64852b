/// A JSON text that comes in parts, without the insides of its long strings: what can be kept and scanned where the
/// text itself cannot.
///
/// The beginning of every string stays, so that keys, names and types can be read; what is left out is checked as
/// ``JSONCursor`` would check it. Where a scan of the outline cannot stand for one of the text, ``isFaithful`` is
/// false, and the text has to be scanned itself.
public struct JSONOutline: Sendable {
    /// What is left of the text so far.
    public private(set) var bytes: [UInt8] = []
    /// Bytes of the text so far.
    public private(set) var textCount = 0
    /// False once the text is not an object, has a string that is not JSON's, or has too much between its strings.
    public private(set) var isFaithful = true

    private enum Place { case beginning, structure, string, escape, unicode(left: Int) }

    /// Bytes that were left out, up to and including those before `offset` of the outline.
    private struct Gap {
        var offset: Int
        var dropped: Int
    }

    private var place = Place.beginning
    private var depth = 0
    /// Whether the containers of the first two levels are objects.
    private var objects = (false, false)
    /// Of the string that is being read: how much stays, how much has stayed, how much was left out.
    private var limit = 0
    private var kept = 0
    private var dropped = 0
    private var droppedInAll = 0
    private var gaps: [Gap] = []

    /// How much stays of strings in the outer two objects, where names stand; bytes.
    private static let keptOutside = 4096
    /// How much stays of any other string; bytes.
    private static let keptInside = 128
    /// The largest outline; bytes.
    private static let largest = 1 << 20

    /// The outline of an empty text.
    public init() {}

    /// Adds the next bytes of the text.
    public mutating func append(_ part: UnsafeRawBufferPointer) {
        textCount += part.count
        var index = 0
        while isFaithful, index < part.count {
            switch place {
            case .beginning: index = readBeginning(part, from: index)
            case .structure: index = readStructure(part, from: index)
            case .string: index = readString(part, from: index)
            case .escape:
                readEscape(part[index])
                index += 1
            case .unicode(let left):
                readDigit(part[index], left: left)
                index += 1
            }
            if bytes.count > Self.largest { giveUp() }
        }
    }

    /// Where in the text the byte at `offset` of the outline is.
    public func original(_ offset: Int) -> Int {
        var low = 0
        var high = gaps.count
        while low < high {
            let middle = (low + high) / 2
            if gaps[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        return offset + (low > 0 ? gaps[low - 1].dropped : 0)
    }

    private mutating func giveUp() {
        isFaithful = false
        bytes = []
        gaps = []
    }

    private mutating func readBeginning(_ part: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index < part.count, [0x20, 0x0A, 0x0D, 0x09].contains(part[index]) { index += 1 }
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: part[start..<index]))
        guard index < part.count else { return index }
        guard part[index] == UInt8(ascii: "{") else {
            giveUp()
            return index
        }
        place = .structure
        return index
    }

    private mutating func readStructure(_ part: UnsafeRawBufferPointer, from start: Int) -> Int {
        let stop = structureStop(part, from: start)
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: part[start..<stop]))
        guard stop < part.count else { return stop }
        let byte = part[stop]
        bytes.append(byte)
        switch byte {
        case UInt8(ascii: "\""): beginString()
        case UInt8(ascii: "{"), UInt8(ascii: "["): open(isObject: byte == UInt8(ascii: "{"))
        default:
            depth -= 1
            if depth < 0 { giveUp() }
        }
        return stop + 1
    }

    private mutating func open(isObject: Bool) {
        depth += 1
        switch depth {
        case 1: objects.0 = isObject
        case 2: objects.1 = isObject
        default: break
        }
    }

    private mutating func beginString() {
        place = .string
        kept = 0
        dropped = 0
        let isOutside = depth == 1 ? objects.0 : depth == 2 && objects.1
        limit = isOutside ? Self.keptOutside : Self.keptInside
    }

    private mutating func readString(_ part: UnsafeRawBufferPointer, from start: Int) -> Int {
        let stop = stringStop(part, from: start, strict: true)
        let staying = dropped > 0 ? 0 : min(max(0, limit - kept), stop - start)
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: part[start..<(start + staying)]))
        kept += staying
        dropped += stop - start - staying
        guard stop < part.count else { return stop }
        switch part[stop] {
        case UInt8(ascii: "\""): endString()
        case UInt8(ascii: "\\"):
            // An escape stays whole, or not at all.
            if kept >= limit { dropped += 1 } else { take(part[stop]) }
            place = .escape
        default: giveUp()
        }
        return stop + 1
    }

    private mutating func endString() {
        place = .structure
        if dropped > 0 {
            droppedInAll += dropped
            gaps.append(Gap(offset: bytes.count, dropped: droppedInAll))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A byte of an escape, which stays where its backslash has stayed.
    private mutating func take(_ byte: UInt8) {
        guard dropped == 0 else {
            dropped += 1
            return
        }
        bytes.append(byte)
        kept += 1
    }

    private mutating func readEscape(_ byte: UInt8) {
        take(byte)
        switch byte {
        case UInt8(ascii: "u"): place = .unicode(left: 4)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            place = .string
        default: giveUp()
        }
    }

    private mutating func readDigit(_ byte: UInt8, left: Int) {
        take(byte)
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            place = left > 1 ? .unicode(left: left - 1) : .string
        default: giveUp()
        }
    }
}
