/// The lines of one event, one after the other.
struct FieldLines {
    private var index: Int
    private let end: Int

    /// The lines at `range`.
    init(_ range: Range<Int>) {
        index = range.lowerBound
        end = range.upperBound
    }

    /// The next line, of which the last may lack its line end; nil after that.
    mutating func next(in bytes: UnsafeRawBufferPointer) -> FieldLine? {
        guard index < end else { return nil }
        let start = index
        var colon: Int?
        while index < end {
            let byte = bytes[index]
            if byte == 0x0A || byte == 0x0D { break }
            if byte == 0x3A, colon == nil {
                colon = index
                // Only the name needs looking at byte by byte.
                let window = UnsafeRawBufferPointer(rebasing: bytes[0..<end])
                index = EventDelimiter.lineEnd(window, from: index)
                break
            }
            index += 1
        }
        let lineEnd = index
        if index < end, bytes[index] == 0x0D { index += 1 }
        if index < end, bytes[index] == 0x0A, index == lineEnd || bytes[lineEnd] == 0x0D { index += 1 }
        return FieldLine(start..<lineEnd, colon: colon, in: bytes)
    }
}

/// A line `name: value` of an event; a line that begins with a colon is a comment, and has an empty name.
struct FieldLine {
    private let name: Range<Int>
    /// What follows the colon, without one leading space; empty without a colon.
    let value: Range<Int>

    /// The line at `range` with its first colon at `colon`.
    init(_ range: Range<Int>, colon: Int?, in bytes: UnsafeRawBufferPointer) {
        guard let colon else {
            name = range
            value = range.upperBound..<range.upperBound
            return
        }
        name = range.lowerBound..<colon
        var start = colon + 1
        if start < range.upperBound, bytes[start] == 0x20 { start += 1 }
        value = start..<range.upperBound
    }

    /// Whether the field is called `text`.
    func isNamed(_ text: StaticString, in bytes: UnsafeRawBufferPointer) -> Bool {
        EventDelimiter.stands(text, at: name, in: bytes)
    }
}
