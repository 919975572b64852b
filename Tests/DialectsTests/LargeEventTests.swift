import Dialects
import Testing

/// Events beyond what is read.
struct LargeEventTests {
    @Test(arguments: [64 << 10, 100_000, 7 << 20])
    func `an oversized event goes through unread, and what follows is read`(_ piece: Int) {
        let large = Streams.content(String(repeating: "x", count: StreamMeter.largestEvent))
        let stream = Array(
            (Streams.content("a") + large + Streams.content("b") + Streams.usageChunk + Streams.done).utf8)
        let cuts = Array(stride(from: piece, to: stream.count, by: piece))
        let relayed = relay(stream, cuts: cuts, stripsUsage: true)
        #expect(relayed.outputText == Array("ab".utf8))
        #expect(relayed.response.usage != nil)
        #expect(relayed.stripped == Array(Streams.usageChunk.utf8))
        #expect(relayed.released.count + relayed.held.count + relayed.stripped.count == stream.count)
        #expect(relayed.sawTerminal)
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
        #expect(meter.outputText.count == 128 << 10)
    }
}
