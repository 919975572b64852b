import JSONScanning

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of an event that was read in full, with holes where its text was: the next events of a stream are
/// nearly always the same bytes around another text.
///
/// This is what makes metering cheap. Reading an event of 300 bytes as JSON costs some 400 ns; comparing it with the
/// last one costs some 40 ns. Nothing is guessed: a hole is one JSON token without control characters, and everything
/// else is equal byte for byte to an event that was read; so the event is delimited in the same place, parses into
/// the same structure, and says the same apart from the tokens in the holes. Any other event is read in full.
struct EventTemplate: Sendable {
    /// A part of an event that may differ.
    struct Hole: Sendable, Hashable {
        /// What may be there.
        enum Kind: Sendable, Hashable {
            /// A JSON string of generated text.
            case content
            /// A JSON string that nobody needs.
            case string
            /// One or more digits.
            case digits
            /// Any number of spaces.
            case spaces
        }

        var kind: Kind
        var range: Range<Int>
    }

    /// A hole's kind, and where in `literals` the bytes before it end.
    private struct Place {
        var kind: Hole.Kind
        var literalEnd: Int
    }

    /// The bytes around the holes, one behind the other.
    private var literals: [UInt8] = []
    private var holes: [Place] = []
    /// How often it was made without ever having matched: a stream whose events all differ stops trying.
    private var fruitless = 0

    /// The most holes that a template takes.
    static let mostHoles = 12

    /// Whether an event can match.
    var isSet: Bool { !holes.isEmpty }

    /// Takes the event at `range`, with `holes` in the payload that begins at `payload`.
    mutating func set(_ range: Range<Int>, payload: Int, _ holes: [Hole], in bytes: UnsafeRawBufferPointer) {
        guard fruitless < 16, holes.count <= Self.mostHoles, bytes[range.upperBound - 1] == 0x0A else { return }
        fruitless += 1
        literals.removeAll(keepingCapacity: true)
        self.holes.removeAll(keepingCapacity: true)
        var start = range.lowerBound
        for hole in holes {
            literals.append(
                contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<(payload + hole.range.lowerBound)]))
            self.holes.append(Place(kind: hole.kind, literalEnd: literals.count))
            start = payload + hole.range.upperBound
        }
        literals.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<range.upperBound]))
    }

    /// The end of the event at `start` if it is one of these, with its generated text put into `text`; else nil, and
    /// `text` is as before.
    mutating func match(_ bytes: UnsafeRawBufferPointer, at start: Int, _ text: inout GeneratedText) -> Int? {
        let byteCount = text.byteCount
        let kept = text.utf8.count
        if let end = end(bytes, start, &text) {
            fruitless = 0
            return end
        }
        if text.byteCount != byteCount { text.restore(byteCount: byteCount, kept: kept) }
        return nil
    }

    private func end(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ text: inout GeneratedText) -> Int? {
        literals.withUnsafeBytes { literals in
            var cursor = JSONCursor(bytes, at: start)
            var compared = 0
            for hole in holes {
                guard Self.move(&cursor, over: literals, compared..<hole.literalEnd),
                    Self.fill(hole.kind, &cursor, &text)
                else { return nil }
                compared = hole.literalEnd
            }
            guard Self.move(&cursor, over: literals, compared..<literals.count) else { return nil }
            return cursor.offset
        }
    }

    /// Moves `cursor` over the bytes at `range` of `literals` if they stand there.
    private static func move(
        _ cursor: inout JSONCursor, over literals: UnsafeRawBufferPointer, _ range: Range<Int>
    ) -> Bool {
        guard cursor.bytes.count - cursor.offset >= range.count,
            let left = cursor.bytes.baseAddress, let right = literals.baseAddress,
            memcmp(left + cursor.offset, right + range.lowerBound, range.count) == 0
        else { return false }
        cursor.offset += range.count
        return true
    }

    /// Moves `cursor` over what fills a hole of `kind`.
    private static func fill(_ kind: Hole.Kind, _ cursor: inout JSONCursor, _ text: inout GeneratedText) -> Bool {
        switch kind {
        case .content, .string:
            guard let string = try? cursor.string() else { return false }
            if kind == .content { text.append(string, from: cursor.bytes) }
        case .digits:
            let start = cursor.offset
            cursor.skipRun { $0 &- UInt8(ascii: "0") < 10 }
            return cursor.offset > start
        case .spaces:
            cursor.skipRun { $0 == 0x20 }
        }
        return true
    }
}
