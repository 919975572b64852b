import Dialects
import Foundation
import Gateway
import NIOCore
import Testing

/// Large bodies in files.
@Suite struct SpoolTests {
    private static let directory = FileManager.default.temporaryDirectory.path

    private func spooled(_ bytes: [UInt8], encoding: String? = nil, parts: Int = 50_000) throws -> SpooledBody {
        let body = try SpooledBody(directory: Self.directory, encoding: encoding)
        for start in stride(from: 0, to: bytes.count, by: parts) {
            try body.append(ByteBuffer(bytes: bytes[start..<min(start + parts, bytes.count)]))
        }
        return body
    }

    private func sent(_ body: SpooledBody, edits: [BodyEdit] = []) throws -> (bytes: [UInt8], largest: Int) {
        var windows = BodyWindows(body, edits: edits)
        var bytes: [UInt8] = []
        var largest = 0
        while let window = try windows.next() {
            #expect(window.readableBytes > 0)
            largest = max(largest, window.readableBytes)
            bytes.append(contentsOf: window.readableBytesView)
        }
        return (bytes, largest)
    }

    private let bytes = (0..<300_001).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }

    @Test func `what went in comes out, a window at a time, as often as it is asked for`() throws {
        let body = try spooled(bytes)
        #expect(body.count == bytes.count)
        for _ in 0..<2 {
            let sent = try sent(body)
            #expect(sent.bytes == bytes && sent.largest <= 65_536)
        }
    }

    @Test(arguments: [[0], [300_001], [32_768], [32_767, 32_768], [5, 70_000, 300_000]])
    func `edits are where they belong`(offsets: [Int]) throws {
        let edits = offsets.map { BodyEdit(offset: $0, removed: min(1, 300_001 - $0), inserted: Array("new".utf8)) }
        var expected = bytes
        for edit in edits.reversed() {
            expected.replaceSubrange(edit.offset..<(edit.offset + edit.removed), with: edit.inserted)
        }
        #expect(try sent(spooled(bytes), edits: edits).bytes == expected)
    }

    @Test func `nothing of it has a name`() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("spool-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let body = try SpooledBody(directory: directory.path, encoding: nil)
        try body.append(ByteBuffer(repeating: 1, count: 100_000))
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
        #expect(body.count == 100_000)
    }

    @Test func `a directory that is not there is an error with its reason`() {
        #expect {
            try SpooledBody(directory: Self.directory + "/not there", encoding: nil)
        } throws: { error in
            guard let error = error as? SpoolError else { return false }
            return !error.isFull && error.reason.contains("No such file")
        }
    }

    @Test func `it is read on its way`() throws {
        let text = String(repeating: "x", count: 400_000)
        let body = try spooled(Array(#"{"model":"gpt-4o","messages":[{"content":"\#(text)"}],"stream":true}"#.utf8))
        let facts = try #require(body.facts(api: .chatCompletions))
        #expect(facts.model == "gpt-4o" && facts.stream && facts.bodyBytes == body.count)
    }

    @Test(arguments: ["br, gzip", "zstd", "gzip"])
    func `what cannot be decompressed tells nothing`(encoding: String) throws {
        #expect(try spooled(Array(#"{"model":"m"}"#.utf8), encoding: encoding).facts(api: .messages) == nil)
    }
}
