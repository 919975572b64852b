import HTTPMessages
import Testing

@Suite struct ChunkedDecoderTests {
    /// Decodes `text` given in pieces of `size` bytes: the data, and what is left behind the body (nil: unfinished).
    private func decode(_ text: String, size: Int) throws(HeadError) -> (data: [UInt8], rest: Int?) {
        let bytes = latin1(text)
        var decoder = ChunkedDecoder()
        var data: [UInt8] = []
        var taken = 0
        while taken < bytes.count {
            let piece = Array(bytes[taken..<min(taken + size, bytes.count)])
            var offset = 0
            let isOver = try withBytes(piece) { raw throws(HeadError) -> Bool in
                while true {
                    switch try decoder.next(raw, offset: &offset) {
                    case .data(let range): data += raw[range]
                    case .needMore: return false
                    case .end: return true
                    }
                }
            }
            taken += offset
            if isOver {
                #expect(decoder.isFinished && decoder.hasLastChunk)
                return (data, bytes.count - taken)
            }
            #expect(offset == piece.count)
        }
        return (data, nil)
    }

    static let accepted: [(String, String, Int?)] = [
        ("0\r\n\r\n", "", 0),
        ("5\r\nhello\r\n0\r\n\r\n", "hello", 0),
        ("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\nNEXT", "hello world", 4),
        ("A\r\n0123456789\r\n00\r\n\r\n", "0123456789", 0),
        ("0000000000000005\r\nhello\r\n0000\r\n\r\n", "hello", 0),
        ("a;x\r\n0123456789\r\n0;y=z\r\n\r\n", "0123456789", 0),
        ("1 ; a = \"q\\\"\u{e9}\" ;b=c\r\n\r\r\n0\r\n\r\n", "\r", 0),
        ("2\r\n\r\n\r\n0\r\nTrailer: value\r\nOther:\r\n\r\nX", "\r\n", 1),
        ("5\r\nhello\r\n", "hello", nil),
        ("5\r\nhel", "hel", nil),
        ("0\r\n", "", nil),
        ("0\r\nA: b\r\n", "", nil),
    ]

    @Test(arguments: accepted) func `is the same however the bytes come`(text: String, data: String, rest: Int?) throws
    {
        for size in 1...latin1(text).count {
            let (found, left) = try decode(text, size: size)
            #expect(found == latin1(data))
            #expect(left == rest)
        }
    }

    static let refused: [String] = [
        "\r\n", "\n", " 5\r\nhello\r\n", "5 \r\nhello\r\n", "+5\r\nhello\r\n", "-5\r\n", "0x5\r\nhello\r\n", "g\r\n",
        ";a\r\n", "5\nhello\r\n", "5\r\nhello\n0\r\n\r\n", "5\r\nhelloX\r\n", "5\r\nhello\rX", "5\rX",
        "5\r\nhell\r\n0\r\n\r\n", "00000000000000005\r\nhello\r\n", "FFFFFFFFFFFFFFFF\r\n", "7fffffffffffffff\r\n",
        "1000000000000001\r\n", "2000000000000000\r\n", "5;\r\nhello", "5;;a\r\nhello", "5;a=\r\nhello",
        "5;=b\r\nhello", "5;a b\r\nhello",
        "5;a=\"b\r\nhello", "5;a=\"b\"c\r\nhello", "5;a\nhello", "5;a=\u{0}\r\n", "5 a\r\nhello", "5,\r\nhello",
        "5;a=\"b\\\r\nhello", "5;a \r\nhello",
        "0\r\n\n", "0\r\n\rX", "0\r\n: b\r\n\r\n", "0\r\nA b: c\r\n\r\n", "0\r\n folded\r\n\r\n", "0\r\nA: b\n\r\n",
        "0\r\nA: b\u{0}\r\n\r\n", "0\r\nA\r\n\r\n", "0\r\nA: b\rX",
    ]

    @Test(arguments: refused) func `refuses what could be framed otherwise`(text: String) {
        for size in 1...latin1(text).count {
            #expect(failure { () throws(HeadError) in try decode(text, size: size) } == 400, "in pieces of \(size)")
        }
    }

    @Test func `bounds extensions and trailers`() {
        func status(_ text: String) -> Int? { failure { () throws(HeadError) in try decode(text, size: 100) } }
        #expect(status("5;" + String(repeating: "a", count: 250) + "\r\nhello\r\n0\r\n\r\n") == nil)
        #expect(status("5;" + String(repeating: "a", count: 256) + "\r\nhello\r\n0\r\n\r\n") == 400)
        #expect(status("0\r\nA: " + String(repeating: "a", count: 8_000) + "\r\n\r\n") == nil)
        #expect(status("0\r\n" + String(repeating: "A: b\r\n", count: 1_400) + "\r\n") == 431)
    }

    @Test func `says when the last chunk has come, before its trailers`() throws {
        var decoder = ChunkedDecoder()
        var offset = 0
        try withBytes("1\r\na\r\n0\r\n") { raw throws(HeadError) in
            #expect(try decoder.next(raw, offset: &offset) == .data(3..<4))
            #expect(!decoder.hasLastChunk)
            #expect(try decoder.next(raw, offset: &offset) == .needMore)
            #expect(decoder.hasLastChunk && !decoder.isFinished)
        }
        offset = 0
        try withBytes("\r\nGET") { raw throws(HeadError) in
            #expect(try decoder.next(raw, offset: &offset) == .end)
            #expect(offset == 2)
            #expect(try decoder.next(raw, offset: &offset) == .end)
        }
    }

    @Test func `never traps on bytes that were changed`() {
        var generator = SeededGenerator(seed: 3)
        let seeds = (Self.accepted.map(\.0) + Self.refused)
        var ends = 0
        for _ in 0..<30_000 {
            var bytes = latin1(seeds.randomElement(using: &generator) ?? "")
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            let changed = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
            let size = Int.random(in: 1...9, using: &generator)
            if let result = try? decode(changed, size: size), result.rest != nil { ends += 1 }
        }
        #expect(ends > 1_000)
    }

    @Test(arguments: [1, 9, 10, 15, 16, 255, 256, 4_096, 1 << 20, Int.max])
    func `heads of chunks are hexadecimal`(count: Int) {
        ChunkedEncoder.withHead(of: count) { line in
            #expect(String(decoding: line, as: UTF8.self) == String(count, radix: 16) + "\r\n")
        }
    }

    @Test func `what is encoded decodes`() throws {
        var output: [UInt8] = []
        for count in [1, 15, 16, 17, 300, 5_000] {
            withBytes([UInt8](repeating: UInt8(count & 127), count: count)) {
                ChunkedEncoder.append($0, to: &output)
            }
        }
        withBytes([UInt8]()) { ChunkedEncoder.append($0, to: &output) }
        output += latin1(ChunkedEncoder.lastChunk.description)
        let text = String(String.UnicodeScalarView(output.map { Unicode.Scalar($0) }))
        let (data, rest) = try decode(text, size: 7)
        #expect(data.count == 5_349)
        #expect(rest == 0)
    }
}
