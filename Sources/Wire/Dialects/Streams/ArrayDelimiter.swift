/// Finds where the elements of a JSON array end that arrives in pieces, as Gemini streams without `alt=sse`.
///
/// An element is taken with everything before it that belongs to no other: the bracket that opens the array, commas,
/// white space. What is objects on their own, one or a line each (Cohere, Ollama), is an element each.
struct ArrayDelimiter: Sendable, Hashable {
    /// Bytes of the current element that were looked at and need not be looked at again.
    private(set) var scanned = 0
    private var depth = 0
    /// The depth of elements: 1 in an array, 0 for an object on its own; nil before the first bracket.
    private var level: Int?
    private var isInString = false
    private var isEscaped = false

    /// The end of the element that begins at `start`; nil when it is not complete in `bytes`.
    ///
    /// As with `EventDelimiter`, call it again with the same element and more bytes after it.
    mutating func end(ofEventAt start: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        var index = start + scanned
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if isInString {
                readInString(byte)
            } else if readStructure(byte) {
                scanned = 0
                return index
            }
        }
        scanned = index - start
        return nil
    }

    /// Lets go of the bytes of an unfinished element that were looked at, and returns how many they are.
    mutating func release() -> Int {
        defer { scanned = 0 }
        return scanned
    }

    private mutating func readInString(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
        }
    }

    /// Whether the byte ends an element.
    private mutating func readStructure(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""):
            isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if level == nil { level = byte == UInt8(ascii: "[") ? 1 : 0 }
            depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            return depth == level
        default: break
        }
        return false
    }
}
