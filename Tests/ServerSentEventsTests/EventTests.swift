import ServerSentEvents
import Testing

/// An event as the standard dispatches it.
struct Dispatched: Equatable, Sendable {
    var type: String?
    var data: String?
}

/// Cuts `stream`, which arrives in pieces that end at `cuts`, into events; what is left over is the last one.
func events(_ stream: [UInt8], cuts: [Int] = []) -> (events: [Dispatched], ends: [Int]) {
    var delimiter = EventDelimiter()
    var found: [Dispatched] = []
    var ends: [Int] = []
    var start = 0
    func take(_ range: Range<Int>) {
        stream.withUnsafeBytes { bytes in
            let event = ServerSentEvent(range, in: bytes, beginsStream: range.lowerBound == 0)
            let data = event.dataLines > 0 ? String(decoding: event.joinedData(in: bytes), as: UTF8.self) : nil
            if event.dataLines == 1, let only = event.data {
                #expect(String(decoding: bytes[only], as: UTF8.self) == data)
            }
            let type = event.type.map { String(decoding: bytes[$0], as: UTF8.self) }
            if data != nil { found.append(Dispatched(type: type, data: data)) }
        }
    }
    for cut in cuts + [stream.count] {
        stream[0..<cut].withUnsafeBytes { bytes in
            while let end = delimiter.end(ofEventAt: start, in: bytes) {
                take(start..<end)
                ends.append(end)
                start = end
            }
        }
    }
    if start < stream.count { take(start..<stream.count) }
    return (found, ends)
}

/// WHATWG HTML, "Server-sent events".
struct EventTests {
    static let table: [(String, [Dispatched])] = [
        ("data: a\n\n", [Dispatched(data: "a")]),
        ("data:a\n\ndata:  b\n\n", [Dispatched(data: "a"), Dispatched(data: " b")]),
        ("event: x\ndata: a\n\n", [Dispatched(type: "x", data: "a")]),
        ("event: x\r\ndata: a\r\n\r\ndata: b\r\n\r\n", [Dispatched(type: "x", data: "a"), Dispatched(data: "b")]),
        ("event: x\rdata: a\r\rdata: b\r\r", [Dispatched(type: "x", data: "a"), Dispatched(data: "b")]),
        ("data: a\ndata: b\r\ndata\rdata:c\n\n", [Dispatched(data: "a\nb\n\nc")]),
        (": ping\n\n: ping\n\ndata: a\n: note\n\n", [Dispatched(data: "a")]),
        ("\n\n\r\n\rdata: a\n\n", [Dispatched(data: "a")]),
        ("\u{FEFF}data: a\n\n\u{FEFF}data: b\n\n", [Dispatched(data: "a")]),
        ("id: 1\nretry: 10\ndatax: no\n data: no\ndata: a: b\n\n", [Dispatched(data: "a: b")]),
        ("event: x\nevent: y\ndata: 1\n\n", [Dispatched(type: "y", data: "1")]),
        ("data: cut off", [Dispatched(data: "cut off")]), ("", []), ("\r", []),
        ("data: a\n\r", [Dispatched(data: "a")]),
        ("data:\n\n", [Dispatched(data: "")]), ("event\ndata: a\n\n", [Dispatched(type: "", data: "a")]),
    ]

    @Test(arguments: table)
    func `events are those of the standard`(_ stream: String, _ expected: [Dispatched]) {
        #expect(events(Array(stream.utf8)).events == expected)
    }

    @Test(arguments: table)
    func `a cut anywhere changes nothing`(_ stream: String, _ expected: [Dispatched]) {
        let bytes = Array(stream.utf8)
        let whole = events(bytes)
        for cut in 0...bytes.count {
            let halves = events(bytes, cuts: [cut])
            #expect(halves.events == whole.events)
            #expect(halves.ends == whole.ends)
        }
        let dribble = events(bytes, cuts: Array(0...bytes.count))
        #expect(dribble.events == whole.events)
        #expect(dribble.ends == whole.ends)
    }

    @Test func `an event ends behind its blank line, CRLF included`() {
        #expect(events(Array("data: a\r\n\r\ndata: b\n\n\n".utf8)).ends == [11, 20, 21])
        #expect(events(Array("a\r\rb\n\n".utf8)).ends == [3, 6])
    }

    @Test func `what was scanned can be let go, and the event still ends in the right place`() {
        var delimiter = EventDelimiter()
        let first = Array("data: aaaa\n".utf8)
        let released = first.withUnsafeBytes { bytes in
            #expect(delimiter.end(ofEventAt: 0, in: bytes) == nil)
            return delimiter.release()
        }
        #expect(released == first.count)
        Array("\ndata: b\n\n".utf8).withUnsafeBytes { bytes in
            #expect(delimiter.end(ofEventAt: 0, in: bytes) == 1)
            #expect(delimiter.end(ofEventAt: 1, in: bytes) == 10)
        }
    }

    @Test func `a CR at the end is kept until the next byte tells whether an LF belongs to it`() {
        var delimiter = EventDelimiter()
        Array("data: a\r\n\r".utf8).withUnsafeBytes { bytes in
            #expect(delimiter.end(ofEventAt: 0, in: bytes) == nil)
            #expect(delimiter.scanned == 9)
        }
        Array("data: a\r\n\r\n".utf8).withUnsafeBytes { #expect(delimiter.end(ofEventAt: 0, in: $0) == 11) }
    }
}
