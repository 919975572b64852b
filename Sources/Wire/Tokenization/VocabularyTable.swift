/// A vocabulary's tables as pointers, for the duration of a call.
struct VocabularyTable {
    let slots: UnsafeBufferPointer<Vocabulary.Slot>
    let bytes: UnsafeBufferPointer<UInt8>
    let offsets: UnsafeBufferPointer<UInt32>
    let byteTokens: UnsafeBufferPointer<UInt32>
    let longest: Int

    /// What there is for bytes that are no token: above every rank.
    static var noRank: UInt32 { .max }

    /// The token of a key, which is that of the bytes from `start`; ``noRank`` where there is none.
    @inline(__always)
    func token(of text: UnsafePointer<UInt8>, start: Int, _ key: PieceKey) -> UInt32 {
        guard let slots = slots.baseAddress else { return Self.noRank }
        var index = key.index(in: self.slots.count)
        while true {
            let slot = slots[index]
            if slot.length == 0 { return Self.noRank }
            if slot.key == key.key, slot.length == UInt32(truncatingIfNeeded: key.length),
                key.length <= 8 || isEqual(slot.token, text + start, key.length)
            {
                return slot.token
            }
            index = (index + 1) & (self.slots.count - 1)
        }
    }

    /// Whether a token's bytes are the `length` bytes, more than eight, at `text`: the hash alone proves nothing.
    private func isEqual(_ token: UInt32, _ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        let own = UnsafeRawPointer(base + Int(offsets[Int(token)]))
        let other = UnsafeRawPointer(text)
        var index = 0
        while index + 8 < length {
            guard
                own.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    == other.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            else { return false }
            index += 8
        }
        return own.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
            == other.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
    }
}
