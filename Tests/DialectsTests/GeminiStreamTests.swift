import Dialects
import Testing
import Usage

/// Gemini streams, as events and as an array: they have no terminal event, so the last counts are kept back.
struct GeminiStreamTests {
    private static let chunks = [
        #"{"candidates":[{"content":{"parts":[{"text":"Good "}],"role":"model"},"index":0}],"usageMetadata":{"#
            + #""promptTokenCount":8,"totalTokenCount":8},"modelVersion":"gemini-2.5-flash","responseId":"r1"}"#,
        #"{"candidates":[{"content":{"parts":[{"text":"day, \"you\" }]"}],"role":"model"},"index":0}],"#
            + #""usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":3,"totalTokenCount":11}}"#,
        #"{"candidates":[{"content":{"parts":[{"text":"!"}]},"finishReason":"STOP","index":0}],"usageMetadata":{"#
            + #""promptTokenCount":8,"candidatesTokenCount":5,"thoughtsTokenCount":7,"totalTokenCount":20}}"#,
    ]
    private static let events = chunks.map { "data: \($0)\r\n\r\n" }
    private static let array = "[" + chunks.joined(separator: "\n,\r\n") + "\n]\n"

    @Test func `the last event with counts is kept back until the stream ends`() throws {
        let relayed = relay(Self.events.joined(), api: .generateContent, flavor: .gemini)
        let usage = try #require(relayed.response.usage)
        #expect(Counts(usage) == Counts(input: 8, output: 12, reasoning: 7))
        #expect(!relayed.sawTerminal)
        #expect(relayed.contentStarts == 1)
        #expect(relayed.released + relayed.held == Array(Self.events.joined().utf8))
        var meter = StreamMeter(api: .generateContent, flavor: .gemini, stripsUsage: false)
        let scan = withBytes(Self.events.joined()) { meter.scan($0) }
        #expect(scan.relayEnd == (Self.events[0] + Self.events[1]).utf8.count)
    }

    @Test(arguments: [(2, false), (3, true)])
    func `counts before the stream breaks off are the last word only once generation has ended`(
        _ events: Int, _ isFinal: Bool
    ) throws {
        var meter = StreamMeter(api: .generateContent, flavor: .gemini, stripsUsage: false)
        _ = withBytes(Self.events.prefix(events).joined()) { meter.scan($0) }
        #expect(meter.response.usageIsFinal, "nothing has broken off yet")
        meter.breakOff()
        #expect(meter.response.usageIsFinal == isFinal)
        #expect(try #require(meter.response.usage).tokens.inputTotal == 8)
        #expect(meter.response.outputText == (isFinal ? [] : Array(#"Good day, "you" }]"#.utf8)))
    }

    @Test func `what follows the last counts is kept back with them`() {
        var meter = StreamMeter(api: .generateContent, flavor: .gemini, stripsUsage: false)
        let late = Self.events[0] + ": ping\n\ndata: {\"candidates\":[]}\n\n"
        #expect(withBytes(late) { meter.scan($0) }.relayEnd == 0)
        #expect(withBytes(late + Self.events[1]) { meter.scan($0) }.relayEnd == late.utf8.count)
    }

    @Test func `elements of an array say what events say, wherever they are cut`() throws {
        let events = relay(Self.events.joined(), api: .generateContent, flavor: .gemini)
        let bytes = Array(Self.array.utf8)
        let whole = relay(bytes, api: .generateContent, flavor: .gemini, framing: .array)
        #expect(whole.response == events.response)
        #expect(whole.outputText == Array(#"Good day, "you" }]!"#.utf8))
        for cut in 0...bytes.count {
            let relayed = relay(bytes, cuts: [cut], api: .generateContent, flavor: .gemini, framing: .array)
            #expect(relayed == whole, "cut at \(cut)")
        }
        #expect(relay(bytes, cuts: Array(0...bytes.count), api: .generateContent, framing: .array) == whole)
    }

    @Test func `the end of an array is not released before the stream has ended`() {
        var meter = StreamMeter(api: .generateContent, flavor: .gemini, stripsUsage: false, framing: .array)
        let scan = withBytes(Self.array) { meter.scan($0) }
        let before = "[" + Self.chunks[0] + "\n,\r\n" + Self.chunks[1]
        #expect(scan.relayEnd == before.utf8.count)
    }

    @Test(arguments: ["", "[", "[]", "{}", "[1,2]", "[{]", "}}}]]", "[\"{\"]", "null", "[{\"usageMetadata\":{"])
    func `what is no array of answers goes through`(_ text: String) {
        let relayed = relay(text, api: .generateContent, flavor: .gemini, framing: .array)
        #expect(relayed.released + relayed.held == Array(text.utf8))
        #expect(relayed.response.usage == nil)
    }

    @Test func `events with counts that are all too large are not kept for ever`() {
        var meter = StreamMeter(api: .generateContent, flavor: .gemini, stripsUsage: false)
        let comment = ": " + String(repeating: "x", count: 700_000) + "\n\n"
        #expect(withBytes(Self.events[0] + comment) { meter.scan($0) }.relayEnd == 0)
        let all = Self.events[0] + comment + comment
        #expect(withBytes(all) { meter.scan($0) }.relayEnd == all.utf8.count)
    }
}
