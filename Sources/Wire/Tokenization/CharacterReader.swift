import VocabularyData

/// Text in valid UTF-8, read as characters of kinds.
///
/// Its bytes outlive it; that they are UTF-8 is its maker's promise (``ValidText``), for it looks no further than
/// a character's first byte to know how many follow.
struct CharacterReader {
    let base: UnsafePointer<UInt8>
    let count: Int
    /// The number of the block of each 128 code points, then the blocks: a byte a code point, ASCII first.
    private let blockNumbers: UnsafePointer<UInt8>
    private let blocks: UnsafePointer<UInt8>

    init(_ text: UnsafeBufferPointer<UInt8>, base: UnsafePointer<UInt8>) {
        self.base = base
        count = text.count
        // swift-format-ignore: NeverForceUnwrap
        blockNumbers = tollgate_character_classes().bytes!  // an array in the binary
        blocks = blockNumbers + 0x110000 / 128
    }

    /// The kind of the character at `index`, which is below ``count``, and its length in bytes.
    @inline(__always)
    func character(at index: Int) -> (kind: CharacterKinds, length: Int) {
        let first = base[index]
        guard first >= 0x80 else { return (CharacterKinds(rawValue: blocks[Int(first)]), 1) }
        return wideCharacter(first, at: index)
    }

    /// The kind of the character at `index`; nothing at the end of the text.
    @inline(__always)
    func kind(at index: Int) -> CharacterKinds {
        index < count ? character(at: index).kind : []
    }

    /// Where the run of characters of `kinds` that begins at `index` ends.
    @inline(__always)
    func end(of kinds: CharacterKinds, from index: Int) -> Int {
        var index = index
        while index < count {
            let (kind, length) = character(at: index)
            guard !kinds.isDisjoint(with: kind) else { break }
            index += length
        }
        return index
    }

    /// The byte at `index`; 0 at the end of the text.
    @inline(__always)
    func byte(at index: Int) -> UInt8 { index < count ? base[index] : 0 }

    private func wideCharacter(_ first: UInt8, at index: Int) -> (kind: CharacterKinds, length: Int) {
        var code = Int(base[index + 1] & 0x3F)
        let length: Int
        if first < 0xE0 {
            code |= Int(first & 0x1F) << 6
            length = 2
        } else if first < 0xF0 {
            code = Int(first & 0x0F) << 12 | code << 6 | Int(base[index + 2] & 0x3F)
            length = 3
        } else {
            code = Int(first & 0x07) << 18 | code << 12 | Int(base[index + 2] & 0x3F) << 6 | Int(base[index + 3] & 0x3F)
            length = 4
        }
        return (CharacterKinds(rawValue: blocks[Int(blockNumbers[code >> 7]) << 7 | code & 0x7F]), length)
    }
}
