import Dialects
import Testing
import Usage

/// Plain answers that are too large to keep.
struct PlainMeterTests {
    private func meter(_ body: [UInt8], cuts: [Int], _ api: API, _ flavor: UsageFlavor) -> MeteredResponse {
        var meter = PlainMeter(api: api, flavor: flavor)
        var start = 0
        for cut in cuts + [body.count] {
            body[start..<cut].withUnsafeBytes { meter.push($0) }
            start = cut
        }
        return meter.finish()
    }

    @Test(arguments: costCases.filter { !$0.isStream })
    func `parts say what the whole says`(_ example: CostCase) {
        var random = SeededGenerator(seed: 7)
        let body = Array(example.payload.utf8)
        let whole = read(example.payload, example.api, example.flavor)
        for _ in 0..<20 {
            let cuts = (0..<3).map { _ in Int.random(in: 0...body.count, using: &random) }.sorted()
            #expect(meter(body, cuts: cuts, example.api, example.flavor) == whole)
        }
    }

    @Test(arguments: [0, 1, 2])
    func `a large member is left out wherever it stands, and usage is read`(_ place: Int) {
        let large =
            #""data":[\#((0..<60_000).map { #"{"embedding":[0.\#($0)],"s":"\\\"]}"}"# }.joined(separator: ","))]"#
        var members = [#""model":"m""#, #""usage":{"prompt_tokens":8,"total_tokens":8}"#]
        members.insert(large, at: place)
        let body = Array("{\(members.joined(separator: ","))}".utf8)
        #expect(body.count > 1 << 20)
        let response = meter(body, cuts: Array(stride(from: 0, to: body.count, by: 65_000)), .embeddings, .openai)
        #expect(response.model == "m")
        #expect(response.usage?.tokens.input == 8)
    }

    @Test(arguments: 4090...4100)
    func `a long string is cut, never inside an escape`(_ length: Int) {
        let text = String(repeating: "x", count: length) + #"\u00e9\n\""# + String(repeating: "y", count: 10_000)
        let body = Array(
            #"{"choices":[{"message":{"content":"\#(text)"}}],"model":"m","usage":{"prompt_tokens":8}}"#.utf8)
        let response = meter(body, cuts: [length + 40], .chatCompletions, .openai)
        #expect(response.model == "m")
        #expect(response.usage?.tokens.input == 8)
    }

    @Test func `what is no JSON says nothing`() {
        for body in ["", "]]]]}}}}", "<html>", "\"\\", "{\"a\":", "\u{0}"] {
            #expect(meter(Array(body.utf8), cuts: [body.utf8.count / 2], .chatCompletions, .openai).usage == nil)
        }
    }
}
