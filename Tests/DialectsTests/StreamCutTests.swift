import Dialects
import Testing

/// The same stream, cut and written in other ways, gives the same results.
struct StreamCutTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var name: String
        var stream: String
        var api: API
        var strips = false
        var testDescription: String { name }

        func relay(_ bytes: [UInt8], cuts: [Int] = []) -> Relayed {
            DialectsTests.relay(bytes, cuts: cuts, api: api, stripsUsage: strips)
        }
    }

    static let examples = [
        Example(name: "chat", stream: Streams.chat, api: .chatCompletions),
        Example(name: "chat, usage injected", stream: Streams.chat, api: .chatCompletions, strips: true),
        Example(name: "message", stream: Streams.message, api: .messages),
        Example(name: "byte order mark", stream: "\u{FEFF}" + Streams.chat, api: .chatCompletions, strips: true),
        Example(
            name: "error",
            stream: Streams.chatStart + "data: {\"error\":{\"type\":\"server_error\"}}\n\n" + Streams.done,
            api: .chatCompletions),
    ]

    /// The same events, written in another way.
    static let rewritings: [(String, @Sendable (String) -> String)] = [
        ("as it is", { $0 }), ("CRLF", { $0.replacing("\n", with: "\r\n") }),
        ("CR", { $0.replacing("\n", with: "\r") }),
        ("no space", { $0.replacing("data: ", with: "data:") }),
        ("comments", { $0.replacing("data: {", with: ": comment {\"usage\":1}\ndata: {") }),
        ("several lines", { $0.replacing(",\"", with: ",\ndata: \"") }),
        ("ids", { $0.replacing("\n\n", with: "\nid: 7\n\n") }),
    ]

    @Test(arguments: examples, rewritings.map(\.0))
    func `a cut at any byte changes nothing`(_ example: Example, _ name: String) throws {
        let rewrite = try #require(Self.rewritings.first { $0.0 == name }).1
        let bytes = Array(rewrite(example.stream).utf8)
        let whole = example.relay(bytes)
        for cut in 0...bytes.count { #expect(example.relay(bytes, cuts: [cut]) == whole, "cut at \(cut)") }
        #expect(example.relay(bytes, cuts: Array(0...bytes.count)) == whole)
        #expect(whole.released.count + whole.held.count + whole.stripped.count == bytes.count)
    }

    @Test(arguments: examples)
    func `random cuts change nothing`(_ example: Example) {
        var random = SeededGenerator(seed: 3)
        let bytes = Array(example.stream.utf8)
        let whole = example.relay(bytes)
        for _ in 0..<200 {
            let cuts = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                Int.random(in: 0...bytes.count, using: &random)
            }
            #expect(example.relay(bytes, cuts: cuts.sorted()) == whole)
        }
    }

    @Test(arguments: examples, rewritings.map(\.0))
    func `line ends, comments and lines of data change nothing in what is read`(_ example: Example, _ name: String)
        throws
    {
        let rewrite = try #require(Self.rewritings.first { $0.0 == name }).1
        let plain = example.relay(Array(example.stream.utf8))
        let other = example.relay(Array(rewrite(example.stream).utf8))
        #expect(other.response == plain.response)
        #expect(other.outputText == plain.outputText)
        #expect(other.sawTerminal == plain.sawTerminal)
        #expect(other.contentStarts == plain.contentStarts)
        #expect(other.stripped.isEmpty == plain.stripped.isEmpty)
    }

    /// Streams whose events are sometimes alike and sometimes not.
    ///
    /// The comparison with the last event must never change what is read; CR line ends keep it from being used.
    @Test func `events that are compared say what events that are read say`() {
        var random = SeededGenerator(seed: 4)
        let texts = [
            "a", " b", "\\n", "", "\\\"", "\\ud83d\\ude00", "é", "\\\\", "\\u0022,\\u0022usage", "}]", "data: x",
        ]
        for _ in 0..<300 {
            var stream = ""
            for _ in 0..<Int.random(in: 1...25, using: &random) {
                let text = texts.randomElement(using: &random) ?? ""
                switch Int.random(in: 0..<12, using: &random) {
                case 0: stream += Streams.content(text).replacing("1763640000", with: "17636\(text.utf8.count)")
                case 1: stream += Streams.content(text).replacing("\"index\":0", with: "\"index\":1")
                case 2:
                    stream += Streams.content(text).replacing(
                        "\"finish_reason\":null", with: "\"finish_reason\":\"stop\"")
                case 3: stream += Streams.content(text, #","usage":{"prompt_tokens":5,"completion_tokens":7}"#)
                case 4: stream += Streams.content(text, #","obfuscation":"\#(text)""#)
                case 5: stream += Streams.content(text).replacing("gpt-4o", with: "gpt-\(text.utf8.count)o")
                case 6: stream += ": ping\n\n"
                case 7: stream += Streams.content(text).replacing("\"content\"", with: "\"reasoning_content\"")
                default: stream += Streams.content(text)
                }
            }
            let read = relay(stream.replacing("\n", with: "\r"))
            let compared = relay(stream)
            #expect(compared.response == read.response)
            #expect(compared.outputText == read.outputText)
            #expect(compared.released.count == stream.utf8.count)
        }
    }

    @Test(arguments: costCases.filter(\.isStream))
    func `streams of the sample may be cut anywhere`(_ example: CostCase) {
        let bytes = Array(example.payload.utf8)
        let whole = relay(bytes, api: example.api, flavor: example.flavor, stripsUsage: true)
        for cut in stride(from: 0, through: bytes.count, by: 7) {
            #expect(relay(bytes, cuts: [cut], api: example.api, flavor: example.flavor, stripsUsage: true) == whole)
        }
    }
}
