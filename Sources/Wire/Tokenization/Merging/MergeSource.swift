/// The bytes that are merged, and the vocabulary that says into what.
struct MergeSource {
    let text: UnsafePointer<UInt8>
    /// How many bytes of it may be read.
    let readable: Int
    let table: VocabularyTable

    /// The token that the bytes from `start` to `end` are, which is also the rank of a merge that makes it.
    @inline(__always)
    func rank(_ start: Int, _ end: Int) -> UInt32 {
        guard end - start <= table.longest else { return VocabularyTable.noRank }
        return table.token(
            of: text, start: start, PieceKey(text, start: start, length: end - start, readable: readable))
    }

    /// The token of the byte at `index`.
    @inline(__always)
    func byteToken(at index: Int) -> UInt32 { table.byteTokens[Int(text[index])] }
}
