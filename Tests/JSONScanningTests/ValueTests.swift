import JSONScanning
import Testing

/// Keys, strings and numbers.
struct ValueTests {
    @Test func `members are pulled in order, with values skipped or read`() throws {
        try withBytes(" { \"a\" : [1, {\"x\":2}] , \"m\\u006fdel\":\"gpt\", \"n\":12e1, \"t\":true, \"z\":null } ") {
            bytes in
            var cursor = JSONCursor(bytes)
            var met: [String] = []
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch cursor.kind() {
                case .string: met.append("\(key.text(in: bytes))=\(try cursor.string().text(in: bytes))")
                case .number: met.append("n=\(JSONDecimal(try cursor.number(), in: bytes).int64 ?? -1)")
                case .bool: met.append("t=\(try cursor.bool())")
                case .null:
                    try cursor.null()
                    met.append("null")
                default: try cursor.skip()
                }
                if key.equals("model", in: bytes) { met.append("is model") }
            }
            try cursor.end()
            #expect(met == ["model=gpt", "is model", "n=120", "t=true", "null"])
        }
    }

    @Test func `elements are pulled in order`() throws {
        try withBytes("[1,[2],[],3]") { bytes in
            var cursor = JSONCursor(bytes)
            var kinds: [JSONKind?] = []
            try cursor.beginArray()
            while try cursor.nextElement() {
                kinds.append(cursor.kind())
                try cursor.skip()
            }
            #expect(kinds == [.number, .array, .array, .number])
        }
    }

    @Test(arguments: [
        ("\"plain\"", "plain"), ("\"\\u00e9\\n\\\"\\\\\\/\"", "é\n\"\\/"), ("\"\\ud83d\\ude00!\"", "😀!"),
        ("\"\\ud83d\"", "\u{FFFD}"), ("\"\\ud83dx\"", "\u{FFFD}x"), ("\"\\ude00\\ud83d\"", "\u{FFFD}\u{FFFD}"),
        ("\"\\ud83d\\u0041\"", "\u{FFFD}A"), ("\"\\u0000\\b\\f\\r\\t\"", "\0\u{8}\u{C}\r\t"), ("\"\"", ""),
    ])
    func `escapes are undone`(_ json: String, _ text: String) throws {
        try withBytes(json) { bytes in
            var cursor = JSONCursor(bytes)
            let string = try cursor.string()
            #expect(string.text(in: bytes) == text)
            #expect(string.matches(text, in: bytes))
            #expect(!string.matches(text + "x", in: bytes))
            #expect(!string.matches(nil, in: bytes))
        }
    }

    @Test func `strings are escaped so that they are read back`() throws {
        let text = "quote \" backslash \\ newline \n bell \u{7} delete \u{7F} é 😀 </script>"
        var json: [UInt8] = []
        JSONEscapes.appendString(text, to: &json)
        try json.withUnsafeBytes { bytes in
            var cursor = JSONCursor(bytes)
            let string = try cursor.string()
            #expect(string.text(in: bytes) == text)
            try cursor.end()
        }
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("12", 12), ("12.0", 12), ("1e3", 1000), ("1.5e1", 15), ("-7", -7), ("1200e-2", 12),
            ("9223372036854775807", Int64.max), ("9223372036854775808", nil), ("1.5", nil), ("1e-1", nil),
            ("1e19", nil),
            ("1e400", nil), ("0e999999999999", 0), ("1e-999999999999", nil),
            ("100000000000000000000000000000000000000000", nil),
            ("0.00000000000000000000000000000000000000001e41", 1),
        ] as [(String, Int64?)])
    func `whole numbers are whole in every spelling`(_ text: String, _ value: Int64?) throws {
        try withBytes(text) { bytes in
            var cursor = JSONCursor(bytes)
            let number = try cursor.number()
            #expect(JSONDecimal(number, in: bytes).int64 == value)
        }
    }

    @Test(
        arguments: [
            ("0.0076509169000000005", 18, 7_650_916_900_000_000), ("1.8e-05", 18, 18_000_000_000_000), ("2.5", 0, 2),
            ("3.5", 0, 4), ("-2.5", 0, -2), ("2.51", 0, 3), ("7", 2, 700), ("1e-60", 18, 0), ("1e60", 18, nil),
            ("0e99", 18, 0),
        ] as [(String, Int, Int128?)])
    func `decimals are scaled and rounded half to even`(_ text: String, _ places: Int, _ value: Int128?) throws {
        try withBytes(text) { bytes in
            var cursor = JSONCursor(bytes)
            let number = try cursor.number()
            #expect(JSONDecimal(number, in: bytes).scaled(by: places) == value)
        }
    }
}
