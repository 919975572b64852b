import JSONScanning

/// Answers lines of JSON with the tokens of the texts in them.
///
/// A line `{"id": …, "text": "…"}` is answered with `{"id": …, "count": n}`, and with `"ids": […]` where those are
/// wanted. A chat request, `{"id": …, "model": "…", "messages": […], "tools": […]}`, is answered with the count of its
/// prompt, and with `"exact": false` where the rule is none that is exact.
public struct TokenLines: Sendable {
    /// The encoding of all lines; where nil, that of the line's own `encoding` or `model`, else o200k_base.
    public var encoding: Encoding?
    /// Whether the ids of a text's tokens are wanted.
    public var withIDs: Bool
    /// What special tokens in a text are taken for.
    public var special: SpecialTokens

    /// Answers of this kind.
    public init(encoding: Encoding? = nil, withIDs: Bool = false, special: SpecialTokens = .asText) {
        self.encoding = encoding
        self.withIDs = withIDs
        self.special = special
    }

    /// Appends the answer to `line` to `output`, with a line feed; nothing where it fails.
    public func answer(_ line: UnsafeRawBufferPointer, into output: inout [UInt8]) throws(TokenLineError) {
        let parsed: Line
        do {
            parsed = try Line(line)
        } catch {
            throw .json(error)
        }
        let tokenizer = Tokenizer.shared(encoding ?? parsed.encoding ?? .o200kBase)
        if let text = parsed.text {
            begin(parsed, line, &output)
            append(text, line, tokenizer, into: &output)
        } else if parsed.isChat {
            let chat: ChatTokens
            do {
                chat = try tokenizer.countChat(line)
            } catch {
                throw .json(error)
            }
            begin(parsed, line, &output)
            output.append(contentsOf: String(chat.count).utf8)
            if !chat.isExact { output.append(contentsOf: #","exact":false"#.utf8) }
        } else {
            throw .nothingToCount
        }
        output.append(contentsOf: "}\n".utf8)
    }

    private func begin(_ parsed: Line, _ line: UnsafeRawBufferPointer, _ output: inout [UInt8]) {
        output.append(contentsOf: #"{"id":"#.utf8)
        // What is not UTF-8 in it is repaired: output is JSON whatever the input was.
        let id = parsed.id.map { String(decoding: line[$0], as: UTF8.self) } ?? "null"
        output.append(contentsOf: id.utf8)
        output.append(contentsOf: #","count":"#.utf8)
    }

    private func append(
        _ text: JSONString, _ line: UnsafeRawBufferPointer, _ tokenizer: Tokenizer, into output: inout [UInt8]
    ) {
        guard text.hasEscapes else {
            return append(UnsafeRawBufferPointer(rebasing: line[text.range]), tokenizer, into: &output)
        }
        var unescaped: [UInt8] = []
        text.append(to: &unescaped, from: line)
        unescaped.withUnsafeBytes { append($0, tokenizer, into: &output) }
    }

    private func append(_ text: UnsafeRawBufferPointer, _ tokenizer: Tokenizer, into output: inout [UInt8]) {
        guard withIDs else {
            output.append(contentsOf: String(tokenizer.count(text, special: special)).utf8)
            return
        }
        let ids = tokenizer.encode(text, special: special)
        output.append(contentsOf: String(ids.count).utf8)
        output.append(contentsOf: #","ids":["#.utf8)
        Self.append(ids, separator: UInt8(ascii: ","), to: &output)
        output.append(UInt8(ascii: "]"))
    }

    /// Appends `ids` in decimal, `separator` between two.
    public static func append(_ ids: [UInt32], separator: UInt8, to output: inout [UInt8]) {
        for (index, id) in ids.enumerated() {
            if index > 0 { output.append(separator) }
            let first = output.count
            var rest = id
            repeat {
                output.append(UInt8(ascii: "0") + UInt8(rest % 10))
                rest /= 10
            } while rest > 0
            output[first...].reverse()
        }
    }
}
