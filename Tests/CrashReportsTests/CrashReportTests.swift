import CrashReports
import Foundation
import StackTraces
import Testing

/// A report of the folder `Fixtures`.
func fixture(_ name: String) throws -> [UInt8] {
    let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
    return Array(try Data(contentsOf: url))
}

@Suite struct CrashReportTests {
    @Test(arguments: [
        ("trap", "SIGILL", "Ledger.row(at:)", 5), ("fatal", "SIGILL", "giveUp(_:)", 17),
        ("segv", "SIGSEGV", "readNowhere()", 14), ("async", "SIGILL", "Ledger.row(at:)", 5),
        ("static-trap", "SIGILL", "Ledger.row(at:)", 5), ("static-fatal", "SIGILL", "giveUp(_:)", 17),
        ("static-async", "SIGILL", "Ledger.row(at:)", 5), ("memory", "SIGSEGV", "readNowhere()", 14),
    ])
    func `a crash's first own frame has its function, file and line`(
        name: String, signal: String, function: String, line: Int
    ) throws {
        let report = try #require(CrashReport(json: try fixture(name)))
        #expect(report.isComplete)
        #expect(report.signal?.name == signal)
        let frame = try #require(report.crashedThread?.frames.first { $0.isInApp })
        #expect(frame.function == function)
        #expect(frame.shortFile == "Sources/ledger/Main.swift")
        #expect(frame.line == line)
        #expect(frame.module == "ledger")
        #expect(frame.image?.buildID?.count == 40)
    }

    @Test(arguments: [("abort", "SIGABRT", "Aborted"), ("signal", "SIGTRAP", "System trap")])
    func `a crash outside of Swift has its signal and its frames`(name: String, signal: String, reason: String) throws {
        let report = try #require(CrashReport(json: try fixture(name)))
        #expect(report.signal?.name == signal)
        #expect(report.reason == reason)
        #expect(report.crashedThread?.frames.isEmpty == false)
        #expect(report.crashedThread?.frames.contains { $0.isInApp } == false)
    }

    @Test func `threads have their names, the main thread is first, one has crashed`() throws {
        let report = try #require(CrashReport(json: try fixture("async")))
        #expect(
            report.threads.map(\.name) == ["ledger", "writer", "oot.default-qos", "-qos.overcommit", "oot.default-qos"])
        #expect(report.threads.map(\.isCrashed) == [false, false, true, false, false])
        #expect(report.timestamp?.hasPrefix("2026-11-25T") == true)
        #expect(report.platform == "Linux (Debian GNU/Linux 12 (bookworm))")
        #expect(report.architecture == "x86_64")
        #expect(report.faultAddress != nil)
    }

    @Test func `what the compiler made up is not the application's`() throws {
        let report = try #require(CrashReport(json: try fixture("segv")))
        let frames = try #require(report.crashedThread?.frames)
        #expect(frames.filter(\.isInApp).map(\.function) == ["readNowhere()", "static Main.main()"])
        #expect(frames.contains { $0.rawFunction == "async_MainTQ0_" && $0.file == nil && $0.line == nil })
    }

    @Test(arguments: ["memory", "segv", "trap"])
    func `nothing of registers and memory comes out`(name: String) throws {
        let bytes = try fixture(name)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("\"registers\""))
        #expect(text.contains("capturedMemory") == (name == "memory"))
        let report = try #require(CrashReport(json: bytes))
        let described = String(reflecting: report)
        #expect(!described.contains("rsp") && !described.contains("capturedMemory") && !described.contains("rflags"))
        // Values of registers other than the instruction's.
        let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        let threads = try #require(object["threads"] as? [[String: Any]])
        let registers = try #require(threads.compactMap { $0["registers"] as? [String: String] }.first)
        for (name, value) in registers where ["rsp", "rbp", "r12", "r13"].contains(name) {
            let number = try #require(UInt64(value.dropFirst(2), radix: 16))
            guard number > 0xFFFF else { continue }
            #expect(!described.contains("\(number)"), "\(name)")
        }
        for memory in (object["capturedMemory"] as? [String: String] ?? [:]).values {
            #expect(!described.contains(memory))
        }
    }

    @Test func `a report without names has addresses, and the images they lie in`() throws {
        let report = try #require(CrashReport(json: try fixture("raw")))
        let frames = try #require(report.crashedThread?.frames)
        #expect(frames.count > 5)
        #expect(frames.allSatisfy { $0.function == nil && $0.address > 0x1000 })
        #expect(frames.contains { $0.image?.name == "ledger" && $0.image?.buildID?.count == 40 })
        #expect(frames.allSatisfy { $0.image != nil })
        // That program is not this one: they stay addresses.
        let named = report.symbolicated()
        #expect(
            named.crashedThread?.frames.filter { $0.image?.name == "ledger" }.allSatisfy { $0.function == nil } == true)
        #expect(named.threads.count == report.threads.count)
    }

    @Test func `addresses of the same image at another place get their names`() throws {
        let trace = StackTrace.capture(limit: 6)
        let here = Symbolicator.shared.frames(of: trace)
        let own = try #require(here.first?.image)
        let base = own.baseAddress &+ 0x4000_0000
        let frames = trace.addresses.filter { UInt64($0) >= own.baseAddress && UInt64($0) - own.baseAddress < own.size }
            .map { #"{"kind":"returnAddress","address":"0x\#(String(UInt64($0) &+ 0x4000_0000, radix: 16))"}"# }
        let json =
            #"{"kind":"crashReport","description":"Aborted","threads":[{"crashed":true,"frames":["#
            + frames.joined(separator: ",")
            + #"]}],"images":[{"name":"old","path":"/old/name","buildId":"\#(own.buildID ?? "")","#
            + #""baseAddress":"0x\#(String(base, radix: 16))","endOfText":"0x\#(String(base &+ own.size, radix: 16))"}]}"#
        let report = try #require(CrashReport(json: Array(json.utf8)))
        #expect(report.crashedThread?.frames.first?.function == nil)
        let named = try #require(report.symbolicated().crashedThread?.frames.first)
        #expect(named.function == here.first?.function)
        #expect(named.line == here.first?.line)
        #expect(named.isInApp)
        #expect(named.address == UInt64(trace.addresses[0]) &+ 0x4000_0000)
        #expect(named.image?.path == "/old/name")
    }

    @Test func `a report that was cut off anywhere is read as far as it goes`() throws {
        for (name, step) in [("async", 61), ("static-trap", 3)] {
            let bytes = try fixture(name)
            var frames = 0
            for end in Array(stride(from: 0, to: bytes.count, by: step)) + [bytes.count - 1, bytes.count] {
                guard let report = CrashReport(json: Array(bytes[..<end])) else {
                    #expect(end < 200, "\(name) cut at \(end) is no report")
                    continue
                }
                #expect(report.isComplete == (end >= bytes.count - 1))
                let count = report.threads.reduce(0) { $0 + $1.frames.count }
                #expect(count >= frames)
                frames = count
            }
            #expect(frames > 2)
        }
    }

    @Test func `bytes that were changed anywhere do no harm`() throws {
        let bytes = try fixture("static-trap")
        for index in stride(from: 0, to: bytes.count, by: 5) {
            for byte: UInt8 in [0, 0x22, 0x5C, 0x5D] {
                var changed = bytes
                changed[index] = byte
                _ = CrashReport(json: changed)
            }
        }
    }

    @Test(arguments: [
        "", "null", "[]", "{}", "{\"kind\":\"other\"}", "\u{0}\u{1}", String(repeating: "[", count: 200_000),
        "{\"threads\":", "{\"kind\":\"crashReport\"", String(repeating: "{\"threads\":", count: 50_000),
    ])
    func `what is no report is none, however deep it is`(text: String) {
        let report = CrashReport(json: Array(text.utf8))
        #expect(report?.threads.isEmpty ?? true)
        #expect(report?.isComplete != true)
    }

    @Test func `a report with too much of everything is bounded`() throws {
        let frame = #"{"kind":"returnAddress","address":"0x10","symbol":"\#(String(repeating: "x", count: 90_000))"}"#
        let frames = Array(repeating: frame, count: 8).joined(separator: ",")
        let small = Array(repeating: #"{"kind":"returnAddress","address":"0x10"}"#, count: 500).joined(separator: ",")
        let threads = Array(repeating: #"{"frames":[\#(small)]}"#, count: 100).joined(separator: ",")
        let json =
            #"{"kind":"crashReport","description":"Aborted","threads":[{"crashed":true,"frames":[\#(frames)]},\#(threads)]}"#
        let report = try #require(CrashReport(json: Array(json.utf8)))
        #expect(report.threads.count == CrashReport.mostThreads)
        #expect(report.threads.allSatisfy { $0.frames.count <= CrashReport.mostFrames })
        #expect(report.threads[1].isTruncated)
        #expect(report.crashedThread?.frames.allSatisfy { ($0.rawFunction?.count ?? 0) <= 2_000 } == true)
    }

    @Test func `no file but source is read for a frame of a report`() throws {
        let json = #"""
            {"kind":"crashReport","description":"Aborted","threads":[{"crashed":true,"frames":[
            {"kind":"programCounter","address":"0x10","symbol":"$s3app1fyyF","description":"f()",
             "sourceLocation":{"file":"/etc/passwd","line":1,"column":1}}]}]}
            """#
        let report = try #require(CrashReport(json: Array(json.utf8)))
        #expect(report.crashedThread?.frames.first?.file == "/etc/passwd")
        #expect(report.crashedThread?.frames.first?.source == nil)
    }
}
