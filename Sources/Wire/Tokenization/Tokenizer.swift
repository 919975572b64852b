/// Counts and encodes text as OpenAI's models do: the same tokens as tiktoken, byte for byte.
///
/// A value is a reference to tables that all of its kind share: copying it costs nothing, and any number of threads
/// may use it at once. Cost is linear in the text, whatever the text is.
///
///     Tokenizer.shared(.o200kBase).count("How many are these?")  // 5
///
/// Bytes that are not UTF-8 count as U+FFFD, like those of a Python string that was decoded with `errors="replace"`.
public struct Tokenizer: Sendable {
    /// What it encodes to.
    public let encoding: Encoding
    private let vocabulary: Vocabulary
    private let pool = WorkspacePool()

    init(_ encoding: Encoding, _ vocabulary: Vocabulary) {
        self.encoding = encoding
        self.vocabulary = vocabulary
    }

    /// The tokenizer of an encoding.
    ///
    /// The first use of each loads its vocabulary, which takes some ten milliseconds.
    public static func shared(_ encoding: Encoding) -> Tokenizer {
        switch encoding {
        case .o200kBase: o200kBase
        case .cl100kBase: cl100kBase
        case .p50kBase: p50kBase
        case .r50kBase: r50kBase
        }
    }

    /// The number of tokens that `bytes` are.
    public func count(_ bytes: UnsafeRawBufferPointer, special: SpecialTokens = .asText) -> Int {
        var tally = TokenTally()
        encode(bytes, special: special, into: &tally)
        return tally.count
    }

    /// The number of tokens that `bytes` are.
    public func count(_ bytes: [UInt8], special: SpecialTokens = .asText) -> Int {
        bytes.withUnsafeBytes { count($0, special: special) }
    }

    /// The number of tokens that `text` is.
    public func count(_ text: String, special: SpecialTokens = .asText) -> Int {
        var text = text
        return text.withUTF8 { count(UnsafeRawBufferPointer($0), special: special) }
    }

    /// The ids of the tokens that `bytes` are.
    public func encode(_ bytes: UnsafeRawBufferPointer, special: SpecialTokens = .asText) -> [UInt32] {
        var list = TokenList()
        encode(bytes, special: special, into: &list)
        return list.tokens
    }

    /// The ids of the tokens that `bytes` are.
    public func encode(_ bytes: [UInt8], special: SpecialTokens = .asText) -> [UInt32] {
        bytes.withUnsafeBytes { encode($0, special: special) }
    }

    /// The ids of the tokens that `text` is.
    public func encode(_ text: String, special: SpecialTokens = .asText) -> [UInt32] {
        var text = text
        return text.withUTF8 { encode(UnsafeRawBufferPointer($0), special: special) }
    }

    /// The bytes that tokens stand for; nil where an id is none of the encoding's.
    ///
    /// They need not be UTF-8: a token can be a part of a character.
    public func decode(_ tokens: some Sequence<UInt32>) -> [UInt8]? {
        let special = SpecialTokenSearch(encoding)
        var bytes: [UInt8] = []
        for token in tokens {
            if let own = vocabulary.bytes(of: token) {
                bytes += own
            } else if let text = special.text(of: token) {
                bytes += text
            } else {
                return nil
            }
        }
        return bytes
    }

    /// Calls `body` with an encoder of its own, and `bytes` made valid.
    func withEncoder<R>(_ bytes: [UInt8], _ body: (PieceEncoder, UnsafeBufferPointer<UInt8>) -> R) -> R {
        bytes.withUnsafeBytes { bytes in
            ValidText.with(bytes) { text in
                vocabulary.withTable { body(PieceEncoder(table: $0, workspace: Workspace()), text) }
            }
        }
    }

    private func encode<Sink: TokenSink>(
        _ bytes: UnsafeRawBufferPointer, special: SpecialTokens, into sink: inout Sink
    ) {
        guard !bytes.isEmpty else { return }
        ValidText.with(bytes) { text in
            vocabulary.withTable { table in
                pool.with { workspace in
                    let encoder = PieceEncoder(table: table, workspace: workspace)
                    switch special {
                    case .asText: encoder.encode(text, as: encoding, into: &sink)
                    case .recognized: encodeBetween(SpecialTokenSearch(encoding), text, encoder, into: &sink)
                    }
                }
            }
        }
    }

    /// Special tokens as such; the text before, between and behind them each as a text of its own.
    private func encodeBetween<Sink: TokenSink>(
        _ special: SpecialTokenSearch, _ text: UnsafeBufferPointer<UInt8>, _ encoder: PieceEncoder,
        into sink: inout Sink
    ) {
        var start = 0
        while let found = special.next(in: text, from: start) {
            encoder.encode(UnsafeBufferPointer(rebasing: text[start..<found.start]), as: encoding, into: &sink)
            sink.append(found.id)
            start = found.end
        }
        encoder.encode(UnsafeBufferPointer(rebasing: text[start...]), as: encoding, into: &sink)
    }
}
