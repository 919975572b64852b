import RESP
import Testing

@Suite struct RESPCommandTests {
    @Test(arguments: [
        (RESPCommand("PING"), "*1\r\n$4\r\nPING\r\n"),
        (RESPCommand("SET", "k", ""), "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$0\r\n\r\n"),
        (RESPCommand("SET", "ü", "a\r\nb"), "*3\r\n$3\r\nSET\r\n$2\r\nü\r\n$4\r\na\r\nb\r\n"),
    ])
    func `a command is an array of bulk strings`(command: RESPCommand, bytes: String) {
        var buffer: [UInt8] = []
        command.write(to: &buffer)
        #expect(String(decoding: buffer, as: UTF8.self) == bytes)
        #expect(command.byteCount == buffer.count)
    }

    @Test(arguments: [
        (RESPValue.map([.text("a"), .integer(1)]), 1), (.array([.text("a"), .integer(1)]), 1), (.array([]), 0),
    ])
    func `pairs are read from maps and from RESP2's arrays`(value: RESPValue, count: Int) {
        #expect(value.pairs?.count == count)
    }

    @Test func `what is no pair has none`() {
        #expect(RESPValue.array([.text("a")]).pairs == nil)
        #expect(RESPValue.text("a").pairs == nil)
    }

    @Test(arguments: [
        (RESPValue.text("9223372036854775807"), Int64.max as Int64?), (.integer(-5), -5), (.text("1.5"), nil),
        (.text(""), nil), (.null, nil), (.text("92233720368547758070"), nil),
    ])
    func `whole numbers are read from numbers and strings, exactly`(value: RESPValue, number: Int64?) {
        #expect(value.integer == number)
    }
}
