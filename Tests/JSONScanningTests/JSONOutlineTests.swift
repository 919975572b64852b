import JSONScanning
import Testing

/// A text without the insides of its long strings.
struct JSONOutlineTests {
    private func outline(_ text: [UInt8], parts: Int = 1 << 20) -> JSONOutline {
        var outline = JSONOutline()
        text.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: parts) {
                let end = min(start + parts, bytes.count)
                outline.append(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            }
        }
        return outline
    }

    private func outline(_ text: String, parts: Int = 1 << 20) -> JSONOutline {
        outline(Array(text.utf8), parts: parts)
    }

    @Test func `a text of short strings is its own outline, however it comes`() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let text = "{\"a\":\(randomJSON(&random, depth: 5))}"
            for parts in [1, 3, 1 << 20] {
                let outline = outline(text, parts: parts)
                #expect(outline.isFaithful)
                #expect(outline.bytes == Array(text.utf8))
                #expect(outline.textCount == text.utf8.count)
            }
        }
    }

    @Test(arguments: [1, 2, 5, 7, 64, 1 << 20])
    func `of a long string its beginning stays`(parts: Int) {
        let long = String(repeating: "0123456789", count: 100_000)
        let text = #"{"a":[{"c":"\#(long)","d":"\#(long)"}],"b":1}"#
        let outline = outline(text, parts: parts)
        let kept = long.prefix(128)
        #expect(String(decoding: outline.bytes, as: UTF8.self) == #"{"a":[{"c":"\#(kept)","d":"\#(kept)"}],"b":1}"#)
        #expect(outline.textCount == text.utf8.count)
    }

    @Test func `strings of the outer objects stay longer, those of an outer array do not`() {
        let name = String(repeating: "n", count: 4_000)
        let text = #"{"model":"\#(name)","metadata":{"user_id":"\#(name)"},"input":["\#(name)"]}"#
        let expected = #"{"model":"\#(name)","metadata":{"user_id":"\#(name)"},"input":["\#(name.prefix(128))"]}"#
        #expect(String(decoding: outline(text).bytes, as: UTF8.self) == expected)
    }

    @Test(arguments: [1, 4, 1 << 20])
    func `offsets lead back to the text`(parts: Int) {
        var random = SeededGenerator(seed: 12)
        for _ in 0..<60 {
            var text = "{"
            for index in 0..<Int.random(in: 1...6, using: &random) {
                let long = String(repeating: "xy\\n", count: Int.random(in: 0...3_000, using: &random))
                text += "\(index > 0 ? "," : "")\"k\(index)\":[\"\(long)\"]"
            }
            text += "}"
            let whole = Array(text.utf8)
            let outline = outline(whole, parts: parts)
            // Structure and the beginnings of strings are at the same bytes in both.
            var isInside = false
            for (offset, byte) in outline.bytes.enumerated() {
                #expect(whole[outline.original(offset)] == byte)
                if byte == UInt8(ascii: "\"") { isInside.toggle() }
            }
            #expect(!isInside && outline.original(outline.bytes.count) == whole.count)
        }
    }

    @Test(arguments: [#"\n"#, #"\\"#, #"\""#, #"\u00e9"#, #"\ud83d\ude00"#])
    func `an escape at the cut stays whole or goes whole`(escape: String) {
        for lead in 100..<140 {
            let inside = String(repeating: "x", count: lead) + escape + String(repeating: "y", count: 40)
            let outline = outline(#"{"a":[["\#(inside)"]]}"#, parts: 1)
            #expect(outline.isFaithful)
            withBytes(outline.bytes) { bytes in
                #expect(throws: Never.self) {
                    var cursor = JSONCursor(bytes)
                    try cursor.skip()
                    try cursor.end()
                }
            }
        }
    }

    static let long = String(repeating: "z", count: 10_000)

    @Test(arguments: [
        "[1]", "\"a\"", "7", "x", "}", "{}}", "{\"a\":\"\(long)\n\"}", "{\"a\":\"\(long)\\x\"}",
        "{\"a\":\"\(long)\\u12g4\"}", "{\"a\":\"\u{1}\"}", "--boundary\r\nContent-Disposition: form-data\r\n\r\n{}",
    ])
    func `what is no object, or has a string that is not JSON's, has no outline`(_ text: String) {
        for parts in [1, 1 << 20] {
            let outline = outline(text, parts: parts)
            #expect(!outline.isFaithful)
            #expect(outline.bytes.isEmpty)
            #expect(outline.textCount == text.utf8.count)
        }
    }

    @Test func `an outline that would be large is none`() {
        var outline = JSONOutline()
        outline.append(of: "{\"a\":[0")
        for _ in 0..<20_000 { outline.append(of: String(repeating: ",12345", count: 20)) }
        #expect(!outline.isFaithful && outline.bytes.isEmpty)
        #expect(outline.textCount == 7 + 20_000 * 120)
    }
}

extension JSONOutline {
    fileprivate mutating func append(of text: String) {
        Array(text.utf8).withUnsafeBytes { append($0) }
    }
}
