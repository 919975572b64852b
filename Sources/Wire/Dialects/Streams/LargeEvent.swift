/// An event too large to keep, taken part by part: its type, and a reduced copy of its data.
///
/// Images travel inside events, and the event that ends such a stream holds an image and the usage.
struct LargeEvent: Sendable {
    private var copy = ReducedJSON(memberDepth: 2)
    private var place: Place
    private var name: [UInt8] = []
    /// The value of the `event` field.
    private(set) var type: [UInt8] = []

    /// Where the next byte stands.
    private enum Place: Sendable {
        /// In a line's field name.
        case name
        /// Behind the colon, where one space is no part of the value.
        case colon
        case data
        case eventType
        case other
        /// In an element of an array: everything is data.
        case element
    }

    /// An empty event; `isElement`: it is one of a JSON array, without fields.
    init(isElement: Bool) { place = isElement ? .element : .name }

    /// The reduced data.
    var data: [UInt8] { copy.kept }

    /// Takes the next part of the event.
    mutating func push(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count {
            switch place {
            case .element:
                pushElement(UnsafeRawBufferPointer(rebasing: bytes[index...]))
                return
            case .data, .other, .eventType:
                var end = index
                while end < bytes.count, !Self.endsLine(bytes[end]) { end += 1 }
                take(UnsafeRawBufferPointer(rebasing: bytes[index..<end]))
                index = end
                if end < bytes.count { place = .name }
            case .name, .colon:
                index = readName(bytes, index)
            }
        }
    }

    private mutating func readName(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        let byte = bytes[index]
        if case .colon = place {
            place = field
            name.removeAll(keepingCapacity: true)
            return byte == 0x20 ? index + 1 : index
        }
        if Self.endsLine(byte) {
            name.removeAll(keepingCapacity: true)
        } else if byte == UInt8(ascii: ":") {
            place = .colon
        } else if name.count < 16 {
            name.append(byte)
        }
        return index + 1
    }

    private var field: Place {
        if name.elementsEqual("data".utf8) { return .data }
        return name.elementsEqual("event".utf8) ? .eventType : .other
    }

    private mutating func take(_ value: UnsafeRawBufferPointer) {
        switch place {
        case .data: copy.push(value)
        case .eventType where type.count < 256: type.append(contentsOf: value.prefix(256))
        default: break
        }
    }

    /// What stands before the element's own bracket is the array's.
    private mutating func pushElement(_ bytes: UnsafeRawBufferPointer) {
        guard copy.kept.isEmpty else { return copy.push(bytes) }
        guard let start = bytes.firstIndex(of: UInt8(ascii: "{")) else { return }
        copy.push(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }

    private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
