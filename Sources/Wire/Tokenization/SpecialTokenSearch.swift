/// Finds special tokens in text.
struct SpecialTokenSearch {
    private let tokens: [(text: [UInt8], id: UInt32)]

    init(_ encoding: Encoding) {
        tokens = encoding.specialTokens.map { text, id in
            (Array(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)), id)
        }
    }

    /// The first special token at or behind `start`: its bounds and its id.
    ///
    /// All begin with `<|`, and none is the beginning of another.
    func next(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> (start: Int, end: Int, id: UInt32)? {
        var index = start
        while index + 1 < text.count {
            defer { index += 1 }
            guard text[index] == UInt8(ascii: "<"), text[index + 1] == UInt8(ascii: "|") else { continue }
            for token in tokens where index + token.text.count <= text.count {
                let end = index + token.text.count
                if text[index..<end].elementsEqual(token.text) { return (index, end, token.id) }
            }
        }
        return nil
    }

    /// The text of a special token.
    func text(of id: UInt32) -> [UInt8]? {
        tokens.first { $0.id == id }?.text
    }
}
