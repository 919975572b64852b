/// What tests look at behind the tokens.
extension Tokenizer {
    /// How many bytes were merged in windows to count `bytes`, those counted twice that were merged twice.
    ///
    /// This is what has to be linear. Pieces of at most 256 bytes, whose cost is bounded, are left out.
    package func mergedBytes(of bytes: [UInt8]) -> Int {
        withEncoder(bytes) { encoder, text in
            var tally = TokenTally()
            encoder.encode(text, as: encoding, into: &tally)
            return encoder.workspace.long.work
        }
    }

    /// The tokens of `bytes` as one piece, merged window by window.
    package func mergedInWindows(_ bytes: [UInt8]) -> [UInt32] {
        withEncoder(bytes) { encoder, text in
            guard let base = text.baseAddress else { return [] }
            let source = MergeSource(text: base, readable: text.count, table: encoder.table)
            var list = TokenList()
            encoder.workspace.long.merge(
                source, start: 0, end: text.count, windows: encoder.workspace.windows, into: &list)
            return list.tokens
        }
    }

    /// The tokens of `bytes` as one piece, merged by the rule itself.
    package func mergedAtOnce(_ bytes: [UInt8]) -> [UInt32] {
        withEncoder(bytes) { encoder, text in
            guard let base = text.baseAddress else { return [] }
            let source = MergeSource(text: base, readable: text.count, table: encoder.table)
            var heap = HeapMerge()
            return heap.parts(source, start: 0, end: text.count).map(\.token)
        }
    }

    /// Where a counter would cut `text`.
    package func lastCut(in text: [UInt8]) -> Int? { TextCut.last(in: text, encoding: encoding) }

    /// The kind of the character that `text` begins with, as in the table.
    package static func characterKind(_ text: UnsafeRawBufferPointer) -> UInt8 {
        ValidText.with(text) { text in
            guard let base = text.baseAddress else { return 0 }
            return CharacterReader(text, base: base).kind(at: 0).rawValue
        }
    }
}
