import CStackTraces
import StackTraces
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct SymbolicatorTests {
    @Test func `the coded form that the toolchain reads is as written here`() {
        #expect(CompactTrace.base64(of: []) == "AgA")
        #expect(CompactTrace.base64(of: [0x1122_3344_5566_7788]) == "Ai8RIjNEVWZ3iAA")
        #expect(CompactTrace.base64(of: [1, .max]) == "Ai8AAAAAAAAAAS///////////wA")
    }

    /// Should it fail with a new toolchain: `CompactTrace` no longer has the form that `Backtrace` is coded in.
    @Test func `the toolchain in use reads the coded form`() {
        let frames = StackTrace.capture().symbolicated()
        #expect(frames.contains { $0.function != nil && $0.line != nil }, "\(frames)")
    }

    @Test func `addresses that are nowhere stay addresses`() {
        let trace = StackTrace(addresses: [0, 1, 0x1000, .max])
        let frames = trace.symbolicated()
        #expect(frames.map(\.address) == [0, 1, 0x1000, .max])
        #expect(frames.allSatisfy { $0.function == nil && !$0.isInApp && $0.source == nil })
        #expect(frames[3].description == "0xffffffffffffffff")
    }

    @Test func `a C function has its image and is not the application's`() throws {
        let address = unsafeBitCast(cstacktraces_throws_seen as @convention(c) () -> UInt64, to: UInt.self)
        let frame = try #require(StackTrace(addresses: [address + 1]).symbolicated().last)
        #expect(frame.function == "cstacktraces_throws_seen")
        #expect(frame.module == nil)
        #expect(!frame.isInApp)
        #expect(frame.image != nil)
    }

    @Test func `a system library's image has a build id`() throws {
        let handle = try #require(dlsym(nil, "getaddrinfo"))
        let frame = try #require(StackTrace(addresses: [UInt(bitPattern: handle) + 1]).symbolicated().last)
        #expect(frame.image?.name.hasPrefix("libc") == true)
        #expect(
            frame.image?.buildID?.count == 40, "\(frame) \(frame.function ?? "-") \(String(describing: frame.image))")
        #expect(frame.image?.debugID?.count == 36)
        #expect(frame.isInApp == false)
    }

    @Test func `frames of those who capture are left out at the inner end only`() {
        let trace = Ledger().settle(3)
        let all = Symbolicator().frames(of: trace)
        let shown = Symbolicator(.init(hiddenModules: ["StackTracesTests"])).frames(of: trace)
        #expect(shown.count < all.count)
        #expect(shown.first?.module != "StackTracesTests")
        let nothingElse = StackTrace(addresses: Array(trace.addresses.prefix(2)))
        #expect(Symbolicator(.init(hiddenModules: ["StackTracesTests"])).frames(of: nothingElse).count == 2)
    }

    @Test func `what is kept is bounded, and asked again where it was forgotten`() {
        let symbolicator = Symbolicator(.init(keptAddresses: 4))
        let trace = Ledger().settle(12)
        let first = symbolicator.frames(of: trace)
        #expect(symbolicator.frames(of: trace) == first)
        #expect(first.first?.function?.contains("settle") == true)
    }

    @Test func `without source context no file is read`() {
        let frames = Symbolicator(.init(contextLines: nil)).frames(of: Ledger().settle(0))
        #expect(frames.allSatisfy { $0.source == nil })
        #expect(frames.first?.line != nil)
    }
}
