import StackTraces
import Testing

/// A type of this test target, whose functions are to be found in traces.
struct Ledger {
    @inline(never)
    func settle(_ depth: Int) -> StackTrace {
        guard depth > 0 else { return StackTrace.capture() }
        let trace = settle(depth - 1)
        return trace
    }

    @inline(never)
    func settleLater() async -> StackTrace {
        await Task.yield()
        let trace = settle(0)
        return trace
    }
}

@inline(never)
private func captured(limit: Int) -> StackTrace {
    let trace = StackTrace.capture(limit: limit)
    return trace
}

@Suite struct CaptureTests {
    @Test func `the first frame is the caller of capture`() throws {
        let frames = captured(limit: 8).symbolicated()
        let first = try #require(frames.first)
        #expect(first.function?.contains("captured(limit:)") == true, "\(frames)")
        #expect(first.module == "StackTracesTests")
        #expect(first.shortFile == "Tests/StackTracesTests/CaptureTests.swift")
        #expect(first.isInApp)
    }

    @Test func `file and line are those of the source`() throws {
        let expected = #line + 1
        let frames = StackTrace.capture().symbolicated()
        let first = try #require(frames.first { !$0.isInlined })
        #expect(first.file == "\(#filePath)")
        #expect(first.line == expected)
        #expect(first.source?.line.contains("StackTrace.capture().symbolicated()") == true)
        #expect(first.source?.before.count == 5)
        #expect(first.source?.before.last?.contains("let expected") == true)
        #expect(first.source?.after.first?.contains("try #require") == true)
    }

    @Test func `each call of a recursion is a frame, innermost first`() {
        let frames = Ledger().settle(5).symbolicated()
        let own = frames.prefix { $0.function?.contains("Ledger.settle(_:)") == true }
        #expect(own.count == 6, "\(frames)")
        #expect(own.allSatisfy { $0.rawFunction?.hasPrefix("$s16StackTracesTests6LedgerV") == true })
    }

    @Test func `a trace is taken in async functions`() async {
        let frames = await Ledger().settleLater().symbolicated()
        #expect(frames.first?.function?.contains("Ledger.settle(_:)") == true, "\(frames)")
        #expect(frames.contains { $0.function?.contains("settleLater") == true }, "\(frames)")
    }

    @Test(arguments: [(1, 1), (3, 3), (0, 1), (-4, 1)])
    func `a limit bounds the frames`(limit: Int, frames: Int) {
        #expect(Ledger().settle(9).addresses.count > frames)
        #expect(captured(limit: limit).addresses.count == frames)
    }

    @Test func `no more than the largest limit is kept, of a stack however deep`() {
        @inline(never) func dive(_ depth: Int) -> StackTrace {
            guard depth > 0 else { return StackTrace.capture(limit: .max) }
            let trace = dive(depth - 1)
            return trace
        }
        #expect(dive(2_000).addresses.count == StackTrace.largestLimit)
        #expect(StackTrace.capture(skipping: .max).addresses.count <= StackTrace.largestLimit)
    }

    @Test func `frames can be skipped`() {
        @inline(never) func inner(_ skipping: Int) -> StackTrace {
            let trace = StackTrace.capture(skipping: skipping)
            return trace
        }
        let all = inner(0)
        let fewer = inner(1)
        #expect(fewer.addresses.count == all.addresses.count - 1)
        #expect(inner(10_000).isEmpty)
    }

    @Test func `many threads capture and look up at once`() async {
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    (0..<50).allSatisfy { _ in
                        Ledger().settle(2).symbolicated().prefix(3).allSatisfy { $0.module == "StackTracesTests" }
                    }
                }
            }
            for await right in group { #expect(right) }
        }
    }
}
