/// Encodes text: cuts it into pieces, and makes tokens of each.
struct PieceEncoder {
    let table: VocabularyTable
    let workspace: Workspace

    /// Gives the tokens of `text`, which is valid UTF-8, to `sink`.
    func encode<Sink: TokenSink>(_ text: UnsafeBufferPointer<UInt8>, as encoding: Encoding, into sink: inout Sink) {
        guard let base = text.baseAddress else { return }
        let reader = CharacterReader(text, base: base)
        switch encoding {
        case .o200kBase: encode(reader, by: O200kPattern.self, into: &sink)
        case .cl100kBase: encode(reader, by: CL100kPattern.self, into: &sink)
        case .p50kBase, .r50kBase: encode(reader, by: P50kPattern.self, into: &sink)
        }
    }

    @inline(__always)
    private func encode<Pattern: SplittingPattern, Sink: TokenSink>(
        _ text: CharacterReader, by pattern: Pattern.Type, into sink: inout Sink
    ) {
        var start = 0
        while start < text.count {
            let end = pattern.end(ofPieceIn: text, from: start)
            encodePiece(text, start, end, into: &sink)
            start = end
        }
    }

    @inline(__always)
    private func encodePiece<Sink: TokenSink>(_ text: CharacterReader, _ start: Int, _ end: Int, into sink: inout Sink)
    {
        guard end - start <= WindowMerge.limit else { return mergeLong(text, start, end, into: &sink) }
        let key = PieceKey(text.base, start: start, length: end - start, readable: text.count)
        let token = table.token(of: text.base, start: start, key)
        if token != VocabularyTable.noRank {
            sink.append(token)
        } else {
            mergeShort(text, start, end, key, into: &sink)
        }
    }

    private func mergeShort<Sink: TokenSink>(
        _ text: CharacterReader, _ start: Int, _ end: Int, _ key: PieceKey, into sink: inout Sink
    ) {
        let length = end - start
        let place = length <= PieceCache.longestPiece ? workspace.cache.place(of: key) : nil
        if let place, place.holds(text.base + start, length: length) {
            for index in 0..<place.count { sink.append(place.token(index)) }
            return
        }
        let source = MergeSource(text: text.base, readable: text.count, table: table)
        let count = workspace.windows.merge(source, start: start, end: end)
        for index in 0..<count { sink.append(workspace.windows.tokens[index]) }
        place?.keep(text.base + start, length: length, tokens: workspace.windows.tokens, count: count)
    }

    private func mergeLong<Sink: TokenSink>(_ text: CharacterReader, _ start: Int, _ end: Int, into sink: inout Sink) {
        let source = MergeSource(text: text.base, readable: text.count, table: table)
        workspace.long.merge(source, start: start, end: end, windows: workspace.windows, into: &sink)
    }
}
