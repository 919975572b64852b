import Foundation
import StackTraces
import Testing

@Suite struct SourceTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sources-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func write(_ name: String, _ bytes: Data) throws -> String {
        let file = folder.appending(path: name)
        try bytes.write(to: file)
        return file.path(percentEncoded: false)
    }

    @Test(arguments: [
        (1, 0, 2), (2, 1, 2), (3, 2, 2), (5, 2, 0), (4, 2, 1),
    ])
    func `lines before and behind are cut at the ends of the file`(line: Int, before: Int, after: Int) throws {
        let path = try write("a.swift", Data("one\r\ntwo\nthree\n\nfive".utf8))
        let context = try #require(Symbolicator(.init(contextLines: 2)).source(file: path, line: line))
        #expect(context.line == ["one", "two", "three", "", "five"][line - 1])
        #expect(context.before.count == before)
        #expect(context.after.count == after)
    }

    @Test(arguments: [0, -1, 6, .max])
    func `a line that is not there has no context`(line: Int) throws {
        let path = try write("b.swift", Data("one\ntwo\nthree\nfour\nfive".utf8))
        #expect(Symbolicator().source(file: path, line: line) == nil)
    }

    @Test func `only files of source are read`() throws {
        let secret = try write("passwords.txt", Data("secret".utf8))
        #expect(Symbolicator().source(file: secret, line: 1) == nil)
        #expect(Symbolicator().source(file: "/etc/passwd", line: 1) == nil)
        #expect(Symbolicator().source(file: folder.path(percentEncoded: false), line: 1) == nil)
        #expect(Symbolicator().source(file: "/nowhere/a.swift", line: 1) == nil)
        let pipe = folder.appending(path: "pipe.swift").path(percentEncoded: false)
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(Symbolicator().source(file: pipe, line: 1) == nil)
    }

    @Test func `long lines are cut and large files are not read`() throws {
        let long = try write("long.swift", Data(repeating: UInt8(ascii: "x"), count: 100_000))
        #expect(Symbolicator().source(file: long, line: 1)?.line.count == 256)
        let large = try write("large.swift", Data(repeating: UInt8(ascii: "\n"), count: 5 << 20))
        #expect(Symbolicator().source(file: large, line: 1) == nil)
    }

    @Test func `bytes that are no text are shown as far as they are`() throws {
        let path = try write("odd.swift", Data([0xFF, 0x41, 0x0A, 0x42]))
        #expect(Symbolicator().source(file: path, line: 1)?.line == "\u{FFFD}A")
    }
}
