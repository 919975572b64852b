import Dialects
import Testing
import Usage

/// Events beyond what is read.
struct LargeEventTests {
    @Test(arguments: [64 << 10, 100_000, 7 << 20])
    func `an oversized event goes through, and a part of it is read`(_ piece: Int) {
        let large = Streams.content(String(repeating: "x", count: StreamMeter.largestEvent))
        let stream = Array(
            (Streams.content("a") + large + Streams.content("b") + Streams.usageChunk + Streams.done).utf8)
        let cuts = Array(stride(from: piece, to: stream.count, by: piece))
        let relayed = relay(stream, cuts: cuts, stripsUsage: true)
        #expect(relayed.outputText == Array(("a" + String(repeating: "x", count: 4096) + "b").utf8))
        #expect(relayed.response.usage != nil)
        #expect(relayed.stripped == Array(Streams.usageChunk.utf8))
        #expect(relayed.released.count + relayed.held.count + relayed.stripped.count == stream.count)
        #expect(relayed.sawTerminal)
    }

    @Test(arguments: [
        ("image_generation.completed", API.images), ("response.completed", .responses), ("response.completed", .images),
    ])
    func `usage behind an image in an event is read, and the event's end is held`(_ type: String, _ api: API) throws {
        let image = String(repeating: "QUJD", count: StreamMeter.largestEvent / 2)
        let usage =
            #""usage":{"input_tokens":50,"output_tokens":4160,"input_tokens_details":{"text_tokens":50}}"#
        let inside =
            api == .images
            ? #""b64_json":"\#(image)",\#(usage)"#
            : #""response":{"id":"r","output":[{"type":"image_generation_call","result":"\#(image)"}],\#(usage)}"#
        let stream = Array("event: \(type)\ndata: {\"type\":\"\(type)\",\(inside)}\n\n".utf8)
        let isEnd = (api == .images) == type.hasPrefix("image")
        for piece in [stream.count, 100_000, 65_537] {
            let relayed = relay(stream, cuts: Array(stride(from: piece, to: stream.count, by: piece)), api: api)
            #expect(try #require(relayed.response.usage).tokens.inputTotal == 50)
            #expect(try #require(relayed.response.usage).tokens.outputTotal == 4160)
            #expect(relayed.sawTerminal == isEnd)
            #expect(relayed.held.isEmpty != isEnd)
            #expect(relayed.released + relayed.held == stream)
        }
    }

    @Test func `what must be kept for the next scan is bounded`() {
        var meter = StreamMeter(api: .chatCompletions, flavor: .openai, stripsUsage: false)
        let endless = [UInt8](repeating: UInt8(ascii: "x"), count: 2 << 20)
        let scan = endless.withUnsafeBytes { meter.scan($0) }
        #expect(scan.relayEnd == endless.count)
        let more = Array("xx\r".utf8).withUnsafeBytes { meter.scan($0) }
        #expect(more.relayEnd == 2)
        let end = Array("\r\n\r\ndata: [DONE]\n\n".utf8).withUnsafeBytes { meter.scan($0) }
        #expect(end.holdFrom == 4)
        #expect(meter.sawTerminal)
    }

    @Test func `events larger than a read are read`() {
        let text = String(repeating: "wort ", count: 20_000)
        let stream = Array((Streams.content("a") + Streams.content(text) + Streams.content("b") + Streams.done).utf8)
        let relayed = relay(stream, cuts: Array(stride(from: 0, to: stream.count, by: 1000)))
        #expect(relayed.outputBytes == text.utf8.count + 2)
        #expect(relayed.released + relayed.held == stream)
    }

    @Test func `of very much text the beginning is kept and the rest counted`() {
        let part = String(repeating: "y", count: 1 << 19)
        var meter = StreamMeter(api: .chatCompletions, flavor: .openai, stripsUsage: false)
        for _ in 0..<10 { _ = withBytes(Streams.content(part)) { meter.scan($0) } }
        #expect(meter.outputBytes == 10 << 19)
        #expect(meter.outputText.count == 2 << 20)
    }

    @Test func `text that is taken as it comes is all of it, however long`() {
        var meter = StreamMeter(api: .chatCompletions, flavor: .openai, stripsUsage: false)
        var taken: [UInt8] = []
        var expected = ""
        for index in 0..<2_000 {
            let part = String(repeating: "part \(index) ", count: 1 + index % 300)
            expected += part
            _ = withBytes(Streams.content(part)) { meter.scan($0) }
            if let text = meter.takeLongText() {
                #expect(text.count >= 64 << 10)
                taken += text
            }
            #expect(meter.outputText.count < 64 << 10)
        }
        #expect(taken + meter.outputText == Array(expected.utf8))
        #expect(meter.outputBytes == expected.utf8.count)
    }
}
