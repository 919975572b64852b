import JSONScanning
import Testing

/// What is JSON, and what is not.
struct SkippingTests {
    static let valid = [
        "null", "true", "false", "0", "-0", "12", "-12.5e+10", "1E2", "\"\"", "\"a\\\"b\\\\\"", "\"\\u00e9\\ud83d\"",
        "[]", "{}", " [ 1 , 2 ] ", "{\"a\":{\"b\":[1,{\"c\":null}]},\"d\":\"]}\"}", "[[[]],{}]", "\"é\u{10FFFF}\"",
        "\t\n\r {\"a\" : \"long enough for a word of eight bytes, with \\\\ and \\n\" }",
    ]

    @Test(arguments: valid)
    func `accepts JSON, strictly and loosely`(_ text: String) throws {
        try withBytes(text) { bytes in
            for loosely in [false, true] {
                var cursor = JSONCursor(bytes)
                let range = try loosely ? cursor.skipLoosely() : cursor.skip()
                try cursor.end()
                #expect(range.lowerBound == text.utf8.prefix { $0 <= 0x20 }.count)
            }
        }
    }

    @Test(arguments: valid)
    func `fails wherever JSON is cut`(_ text: String) {
        let whole = Array(text.utf8)
        let end = whole.lastIndex { $0 > 0x20 } ?? 0
        // A number that is cut is a number.
        let first = whole.first { $0 > 0x20 } ?? 0
        guard first != UInt8(ascii: "-"), first &- UInt8(ascii: "0") >= 10 else { return }
        for cut in 0...end {
            withBytes(Array(whole[0..<cut])) { bytes in
                #expect(throws: JSONScanError.self) {
                    var cursor = JSONCursor(bytes)
                    try cursor.skip()
                }
            }
        }
    }

    @Test(arguments: [
        ("", JSONScanError.Code.unexpectedEnd, 0), ("{", .unexpectedEnd, 1), ("{\"a\"}", .unexpectedByte, 4),
        ("{\"a\":1,}", .unexpectedByte, 7), ("[1,]", .unexpectedByte, 3), ("[1 2]", .unexpectedByte, 3),
        ("{a:1}", .unexpectedByte, 1), ("[1}", .unexpectedByte, 2), ("tru", .unexpectedEnd, 3),
        ("nulL", .unexpectedByte, 0), ("+1", .unexpectedByte, 0), ("1.", .unexpectedEnd, 2), ("1.x", .badNumber, 2),
        (".5", .unexpectedByte, 0), ("-", .unexpectedEnd, 1), ("1e", .unexpectedEnd, 2), ("NaN", .unexpectedByte, 0),
        ("\"a\nb\"", .badString, 2), ("\"\\x\"", .badString, 1), ("\"\\u12g4\"", .badString, 1),
        ("\"abc", .unexpectedEnd, 4), ("'a'", .unexpectedByte, 0), ("[,1]", .unexpectedByte, 1),
        ("\u{FEFF}1", .unexpectedByte, 0), ("{\"a\":1 \"b\":2}", .unexpectedByte, 7),
    ])
    func `says what is wrong and where`(_ text: String, _ code: JSONScanError.Code, _ offset: Int) {
        withBytes(text) { bytes in
            #expect(throws: JSONScanError(code, at: offset)) {
                var cursor = JSONCursor(bytes)
                try cursor.skip()
            }
        }
    }

    @Test func `bytes after the value are an error`() {
        withBytes("{} x") { bytes in
            #expect(throws: JSONScanError(.trailingBytes, at: 3)) {
                var cursor = JSONCursor(bytes)
                try cursor.skip()
                try cursor.end()
            }
        }
    }

    @Test func `nesting is bounded, and does not use the stack`() throws {
        let deepest = String(repeating: "[{\"a\":", count: 256) + "1" + String(repeating: "}]", count: 256)
        try withBytes(deepest) { bytes in
            var cursor = JSONCursor(bytes)
            let range = try cursor.skip()
            #expect(range == 0..<bytes.count)
        }
        withBytes("[" + deepest + "]") { bytes in
            #expect(throws: JSONScanError(.tooDeep, at: 1 + 255 * 6 + 1)) {
                var cursor = JSONCursor(bytes)
                try cursor.skip()
            }
        }
        withBytes(String(repeating: "[", count: 1_000_000)) { bytes in
            #expect(throws: JSONScanError(.tooDeep, at: 512)) {
                var cursor = JSONCursor(bytes)
                try cursor.skip()
            }
            #expect(throws: JSONScanError(.unexpectedEnd, at: 1_000_000)) {
                var cursor = JSONCursor(bytes)
                try cursor.skipLoosely()
            }
        }
    }

    @Test func `walking shows every member, at every depth`() throws {
        try withBytes("{\"a\":1,\"b\":[{\"c\":\"x\"},[{\"d\":{\"e\":null}}]]}") { bytes in
            var met: [String] = []
            var cursor = JSONCursor(bytes)
            try cursor.walk { key, value in
                met.append(key.text(in: bytes) + String(decoding: [bytes[value]], as: UTF8.self))
            }
            #expect(met == ["a1", "b[", "c\"", "d{", "en"])
        }
    }

    @Test func `random JSON is skipped as a whole, however it is skipped`() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<300 {
            let text = randomJSON(&random, depth: 5)
            try withBytes(text) { bytes in
                var strict = JSONCursor(bytes)
                var loose = JSONCursor(bytes)
                let strictly = try strict.skip()
                let loosely = try loose.skipLoosely()
                #expect(strictly == 0..<bytes.count)
                #expect(loosely == 0..<bytes.count)
            }
        }
    }

    @Test func `random bytes neither crash nor run over the end`() {
        var random = SeededGenerator(seed: 2)
        let alphabet = Array("{}[]\",:\\u0 1e-.tfn\n\u{7F}".utf8)
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            bytes.withUnsafeBytes { bytes in
                for loosely in [false, true] {
                    var cursor = JSONCursor(bytes)
                    _ = try? loosely ? cursor.skipLoosely() : cursor.skip()
                    #expect(cursor.offset <= bytes.count)
                }
            }
        }
    }
}
