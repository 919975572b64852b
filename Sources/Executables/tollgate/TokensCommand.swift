import ArgumentParser
import Foundation
import Tokenization

/// `tollgate tokens`: how many tokens a text is.
struct TokensCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Count the tokens of a text as OpenAI's models do, or print their ids.",
        discussion: """
            Reads a file or standard input, in UTF-8. The tokens are tiktoken's, to the last id.

              printf 'How many are these?' | tollgate tokens       # 5
              tollgate tokens --model gpt-4 prompt.txt
              tollgate tokens --encoding cl100k_base --ids prompt.txt

            Every byte counts, also the line feed that 'echo' puts at the end.

            With --jsonl each line is a JSON object and is answered with one:

              {"id":"a","text":"Hello"}
              {"id":"a","count":1}                       with --ids: "ids":[13225]

              {"id":"b","model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}
              {"id":"b","count":8}

            A line with "messages" is a chat request: counted is its prompt as it is billed, roles and marks included; \
            with tools or with more than text in it the answer says "exact":false. Without --model and --encoding \
            a line's own "model" or "encoding" decides, else o200k_base. A line that cannot be read is told on \
            standard error and left out; then the exit code is 65.

            Encodings: o200k_base (GPT-4o, GPT-4.1, GPT-5, o-series), cl100k_base (GPT-4, GPT-3.5, embeddings), \
            p50k_base, r50k_base.
            """)

    @Argument(help: "The file to read; - or nothing is standard input.")
    var file = "-"

    @Option(name: .shortAndLong, help: "An OpenAI model, whose encoding is used.")
    var model: String?

    @Option(name: .shortAndLong, help: "The encoding: o200k_base, cl100k_base, p50k_base or r50k_base.")
    var encoding: String?

    @Flag(help: "Print the ids of the tokens.")
    var ids = false

    @Flag(help: "Read a JSON object a line, and answer each with one.")
    var jsonl = false

    @Flag(help: "Take <|endoftext|> and its like for the special tokens that they name, not for text.")
    var special = false

    func validate() throws { _ = try chosenEncoding() }

    func run() throws {
        let input = try ByteSource(file, jsonl ? .json : .bytes)
        let encoding = try chosenEncoding()
        let special: SpecialTokens = special ? .recognized : .asText
        if jsonl {
            try answerLines(input, TokenLines(encoding: encoding, withIDs: ids, special: special))
        } else if ids {
            try printIDs(input, .shared(encoding ?? .o200kBase), special)
        } else {
            var counter = TokenCounter(.shared(encoding ?? .o200kBase), special: special)
            while try input.read({ counter.append($0) }) {}
            print(counter.count)
        }
    }

    /// The encoding that the options say; nil where they say none.
    private func chosenEncoding() throws -> Encoding? {
        guard model == nil || encoding == nil else {
            throw ValidationError("--model and --encoding both say the encoding; leave one out.")
        }
        if let encoding {
            guard let known = Encoding(rawValue: encoding) else {
                let names = Encoding.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("'\(encoding)' is no encoding; there are \(names).")
            }
            return known
        }
        guard let model else { return nil }
        guard let known = Encoding(model: model) else {
            throw ValidationError(
                "It is not known how '\(model)' counts: only OpenAI's models are. For an estimate: --encoding o200k_base."
            )
        }
        return known
    }

    private func printIDs(_ input: ByteSource, _ tokenizer: Tokenizer, _ special: SpecialTokens) throws {
        var output = ByteSink()
        var segments = TextSegments(tokenizer.encoding)
        var isFirst = true
        func put(_ text: UnsafeRawBufferPointer) {
            let ids = tokenizer.encode(text, special: special)
            guard !ids.isEmpty else { return }
            if !isFirst { output.bytes.append(UInt8(ascii: " ")) }
            isFirst = false
            TokenLines.append(ids, separator: UInt8(ascii: " "), to: &output.bytes)
        }
        while try input.read({ segments.append($0, put) }) { try output.flush(above: ByteSink.batch) }
        segments.rest.withUnsafeBytes(put)
        output.bytes.append(UInt8(ascii: "\n"))
        try output.flush()
    }

    private func answerLines(_ input: ByteSource, _ lines: TokenLines) throws {
        var output = ByteSink()
        var splitter = LineSplitter()
        var number = 0
        var failed = false
        func answer(_ line: UnsafeRawBufferPointer) {
            number += 1
            guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return }
            do {
                try lines.answer(line, into: &output.bytes)
            } catch {
                StandardError.print("tollgate: line \(number): \(error)")
                failed = true
            }
        }
        // What has been answered is written before the next read waits.
        while try input.read({ splitter.append($0, answer) }) { try output.flush() }
        splitter.finish(answer)
        try output.flush()
        if failed { throw ExitCode(65) }
    }
}
