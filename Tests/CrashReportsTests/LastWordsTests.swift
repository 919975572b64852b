import Foundation
import StackTraces
import Testing

@Suite struct LastWordsTests {
    @Test func `a message with a fatal error is kept, others are not, and all reach the descriptor`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "words-\(UUID().uuidString)")
            .path(percentEncoded: false)
        #expect(LastWords.keep(inFile: "/nowhere/at/all/words") == ENOENT)
        try #require(LastWords.keep(inFile: file) == nil)
        #expect(LastWords.keep(inFile: "/nowhere/again") == nil, "once it is kept it stays")
        func said() throws -> String {
            let bytes = try Data(contentsOf: URL(filePath: file))
            #expect(bytes.count == 2_048)
            return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        fputs("a line of a log\n", standardError())
        #expect(try said() == "")
        fputs("before\nledger/Main.swift:17: Fatal error: disk full\n", standardError())
        #expect(try said() == "ledger/Main.swift:17: Fatal error: disk full\n")
        fputs("Fatal error: \(String(repeating: "x", count: 5_000))\n", standardError())
        #expect(try said().count == 2_047)
        fputs("Fatal error: short\n", standardError())
        #expect(try said() == "Fatal error: short\n")
    }
}

/// C's `stderr` as it is now; by its symbol, because Swift holds it to be shared mutable state.
private func standardError() -> UnsafeMutablePointer<FILE>? {
    dlsym(nil, "stderr")?.assumingMemoryBound(to: UnsafeMutablePointer<FILE>?.self).pointee
}
