import JSONScanning

/// What a reader puts aside while it walks through a payload.
struct PayloadSink: Sendable {
    /// The generated text of everything read so far.
    var text = GeneratedText()
    /// Whether `text` is wanted.
    var collectsText: Bool
    /// The parts of the payload that may differ between events that are otherwise the same, in order.
    private(set) var holes: [EventTemplate.Hole] = []
    /// Whether any of the holes has generated text.
    private(set) var hasContent = false

    /// An empty sink.
    init(collectsText: Bool) { self.collectsText = collectsText }

    /// Forgets the holes of the last payload.
    mutating func beginPayload() {
        holes.removeAll(keepingCapacity: true)
        hasContent = false
    }

    /// Generated text.
    mutating func content(_ string: JSONString, _ bytes: UnsafeRawBufferPointer) {
        guard collectsText else { return }
        text.append(string, from: bytes)
        hasContent = true
        hole(.content, string)
    }

    /// Generated JSON that is not inside a string, as it stands.
    mutating func raw(_ range: Range<Int>, _ bytes: UnsafeRawBufferPointer) {
        guard collectsText else { return }
        text.append(JSONString(range: range, hasEscapes: false), from: bytes)
    }

    /// A string that nobody needs.
    mutating func padding(_ string: JSONString) { hole(.string, string) }

    /// A number without sign, fraction and exponent that nobody needs.
    mutating func number(_ range: Range<Int>, _ bytes: UnsafeRawBufferPointer) {
        for index in range where bytes[index] &- UInt8(ascii: "0") >= 10 { return }
        append(EventTemplate.Hole(kind: .digits, range: range))
    }

    /// Spaces, if any, from `offset` on.
    mutating func spaces(at offset: Int, _ bytes: UnsafeRawBufferPointer) {
        var end = offset
        while end < bytes.count, bytes[end] == 0x20 { end += 1 }
        append(EventTemplate.Hole(kind: .spaces, range: offset..<end))
    }

    private mutating func hole(_ kind: EventTemplate.Hole.Kind, _ string: JSONString) {
        // With its quotes.
        let range = (string.range.lowerBound - 1)..<(string.range.upperBound + 1)
        append(EventTemplate.Hole(kind: kind, range: range))
    }

    private mutating func append(_ hole: EventTemplate.Hole) {
        // Events have text to collect; a plain body is no template for another.
        guard collectsText else { return }
        // An event with more of them than a template takes is none; there is no need to keep count.
        if holes.count <= EventTemplate.mostHoles { holes.append(hole) }
    }
}
