import RESP
import Testing

/// A reply as it is sent, and what it is.
struct ReplyRow: Sendable, CustomTestStringConvertible {
    let bytes: String
    let values: [RESPValue]

    init(_ bytes: String, _ values: RESPValue...) {
        self.bytes = bytes
        self.values = values
    }

    var testDescription: String { bytes.debugDescription }

    static let all: [ReplyRow] = [
        ReplyRow("+OK\r\n", .simple(Array("OK".utf8))),
        ReplyRow("+\r\n", .simple([])),
        ReplyRow("-ERR unknown command\r\n", .error(RESPErrorReply("ERR unknown command"))),
        ReplyRow(":0\r\n:-1\r\n:+7\r\n", .integer(0), .integer(-1), .integer(7)),
        ReplyRow(":9223372036854775807\r\n:-9223372036854775808\r\n", .integer(.max), .integer(.min)),
        ReplyRow("$5\r\nhello\r\n", .text("hello")),
        ReplyRow("$0\r\n\r\n", .text("")),
        ReplyRow("$4\r\n\r\n\r\n\r\n", .text("\r\n\r\n")),
        ReplyRow("$-1\r\n*-1\r\n_\r\n", .null, .null, .null),
        ReplyRow("*0\r\n", .array([])),
        ReplyRow("*2\r\n:1\r\n$1\r\na\r\n", .array([.integer(1), .text("a")])),
        ReplyRow("*2\r\n*1\r\n+a\r\n*0\r\n+b\r\n", .array([.array([.simple([97])]), .array([])]), .simple([98])),
        ReplyRow("%1\r\n+k\r\n:2\r\n", .map([.simple([107]), .integer(2)])),
        ReplyRow("%0\r\n~0\r\n", .map([]), .set([])),
        ReplyRow("~2\r\n:1\r\n:2\r\n", .set([.integer(1), .integer(2)])),
        ReplyRow(
            ">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n+OK\r\n",
            .push([.text("message"), .text("c"), .text("hi")]), .simple(Array("OK".utf8))),
        ReplyRow("#t\r\n#f\r\n", .boolean(true), .boolean(false)),
        ReplyRow(",1.5e3\r\n,inf\r\n", .double("1.5e3"), .double("inf")),
        ReplyRow(
            "(3492890328409238509324850943850943825024385\r\n",
            .bigNumber("3492890328409238509324850943850943825024385")),
        ReplyRow("!9\r\nSYNTAX no\r\n", .error(RESPErrorReply("SYNTAX no"))),
        ReplyRow("=8\r\ntxt:some\r\n", .verbatim(format: "txt", Array("some".utf8))),
        ReplyRow("|1\r\n+ttl\r\n:3\r\n:5\r\n", .integer(5)),
        ReplyRow("*2\r\n|1\r\n+ttl\r\n:3\r\n:5\r\n:6\r\n", .array([.integer(5), .integer(6)])),
        ReplyRow("|0\r\n:5\r\n", .integer(5)),
    ]
}

@Suite struct RESPParserTests {
    @Test(arguments: ReplyRow.all)
    func `a reply is read whole`(row: ReplyRow) throws {
        var parser = RESPParser()
        parser.append(row.bytes.utf8)
        #expect(try values(&parser) == row.values)
        #expect(parser.unread == 0)
    }

    @Test(arguments: ReplyRow.all)
    func `a reply that is split anywhere reads the same`(row: ReplyRow) throws {
        let bytes = Array(row.bytes.utf8)
        for split in 0...bytes.count {
            var parser = RESPParser()
            parser.append(bytes[..<split])
            var found = try values(&parser)
            parser.append(bytes[split...])
            found += try values(&parser)
            #expect(found == row.values)
        }
        var parser = RESPParser()
        var found: [RESPValue] = []
        for byte in bytes {
            parser.append(CollectionOfOne(byte))
            found += try values(&parser)
        }
        #expect(found == row.values)
    }

    @Test(arguments: [
        ("hello\r\n", RESPFormatError.Code.unknownType),
        ("HTTP/1.1 400 Bad Request\r\n", .unknownType),
        ("\r\n", .badLine),
        ("+OK\n", .badLine),
        ("+O\rK\r\n", .badLine),
        ("_x\r\n", .badLine),
        (":\r\n", .badNumber),
        (":12a\r\n", .badNumber),
        (": 1\r\n", .badNumber),
        (":9223372036854775808\r\n", .badNumber),
        (":-9223372036854775809\r\n", .badNumber),
        ("$-2\r\n", .badNumber),
        ("*-7\r\n", .badNumber),
        ("$?\r\n", .badNumber),
        ("#x\r\n", .badNumber),
        (",rm -rf\r\n", .badNumber),
        ("$3\r\nabcd\r\n", .badBulk),
        ("=2\r\nab\r\n", .badBulk),
        ("=5\r\ntext:\r\n", .badBulk),
        ("$9223372036854775807\r\n", .tooLarge),
        ("*1073741824\r\n", .tooLarge),
        ("%9223372036854775807\r\n", .tooLarge),
    ])
    func `what is no reply is refused, and stays refused`(bytes: String, code: RESPFormatError.Code) {
        var parser = RESPParser()
        parser.append(bytes.utf8)
        #expect { try parser.next() } throws: { ($0 as? RESPFormatError)?.code == code }
        parser.append("+OK\r\n".utf8)
        #expect { try parser.next() } throws: { ($0 as? RESPFormatError)?.code == code }
    }

    @Test func `nesting is bounded`() {
        var parser = RESPParser()
        parser.append(String(repeating: "*1\r\n", count: 100_000).utf8)
        #expect { try parser.next() } throws: { ($0 as? RESPFormatError)?.code == .tooDeep }
    }

    @Test func `a line without an end is bounded`() {
        var limits = RESPLimits()
        limits.line = 100
        var parser = RESPParser(limits: limits)
        parser.append(String(repeating: "+", count: 102).utf8)
        #expect { try parser.next() } throws: { ($0 as? RESPFormatError)?.code == .tooLarge }
    }

    @Test func `a reply of many small parts is bounded`() {
        var limits = RESPLimits()
        limits.reply = 1000
        var parser = RESPParser(limits: limits)
        parser.append("*1000\r\n".utf8)
        parser.append(String(repeating: ":1\r\n", count: 999).utf8)
        #expect { try parser.next() } throws: { ($0 as? RESPFormatError)?.code == .tooLarge }
    }

    @Test func `the bound is of each reply, not of the connection`() throws {
        var limits = RESPLimits()
        limits.reply = 20
        var parser = RESPParser(limits: limits)
        for _ in 0..<100 {
            parser.append("$5\r\nhello\r\n".utf8)
            #expect(try parser.next() == .text("hello"))
        }
    }

    @Test func `a long reply in small pieces is read in linear time`() throws {
        let count = 200_000
        var parser = RESPParser()
        parser.append("*\(count)\r\n".utf8)
        for index in 0..<count {
            parser.append("$6\r\n\(100_000 + index)\r\n".utf8)
            if index < count - 1 { #expect(try parser.next() == nil) }
        }
        #expect(try parser.next()?.elements?.count == count)
    }

    @Test func `random bytes never do worse than an error`() {
        var random = SeededBytes(seed: 20_261_125)
        let alphabet = Array("+-:$*_#,(!=%~>|0123456789\r\n\r\nab".utf8)
        for _ in 0..<20_000 {
            var parser = RESPParser()
            for _ in 0..<Int(random.next() % 4) {
                let length = Int(random.next() % 24)
                parser.append((0..<length).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] })
                while let _ = try? parser.next() {}
            }
        }
    }

    @Test func `random values come back as they were`() throws {
        var random = SeededBytes(seed: 7)
        for _ in 0..<2000 {
            let value = random.value(depth: 3)
            var bytes: [UInt8] = []
            value.write(to: &bytes)
            var parser = RESPParser()
            let split = Int(random.next() % UInt64(bytes.count + 1))
            parser.append(bytes[..<split])
            let early = try parser.next()
            parser.append(bytes[split...])
            let late = try parser.next()
            #expect([early, late].compactMap { $0 } == [value])
        }
    }

    private func values(_ parser: inout RESPParser) throws -> [RESPValue] {
        var found: [RESPValue] = []
        while let value = try parser.next() { found.append(value) }
        return found
    }
}
