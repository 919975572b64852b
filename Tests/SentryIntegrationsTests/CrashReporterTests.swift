import CrashReports
import Foundation
import SentryClient
import SentryCrashes
import SentryProtocol
import Synchronization
import Testing

/// Keeps what is posted, and answers as told.
private final class Receiver: SentryTransport {
    private let state = Mutex<[[UInt8]]>([])
    let isReachable: Bool

    init(isReachable: Bool = true) { self.isReachable = isReachable }

    func post(_ envelope: [UInt8]) async -> SentryAnswer? {
        guard isReachable else { return nil }
        state.withLock { $0.append(envelope) }
        return SentryAnswer(status: 200)
    }

    func shutdown() async {}

    /// The events' payloads.
    var events: [SentryValue] {
        state.withLock { $0 }.flatMap { envelope in
            envelope.split(separator: 0x0A).compactMap { line -> SentryValue? in
                guard let value = SentryValue(json: line), value["exception"] != nil else { return nil }
                return value
            }
        }
    }
}

@Suite struct CrashReporterTests {
    let root = FileManager.default.temporaryDirectory.appending(path: "reporter-\(UUID().uuidString)")
        .path(percentEncoded: false)

    private var directory: CrashDirectory { CrashDirectory(path: root + "/crashes") }

    private func crash(_ number: Int32 = 11, words: String? = nil) throws {
        try directory.prepare()
        let frame =
            #"{"kind":"programCounter","address":"0x1010","symbol":"$s3app3payyyF","offset":16,"#
            + #""description":"pay() + 16","image":"app","sourceLocation":{"file":"/b/Sources/app/Pay.swift","line":7,"column":3}}"#
        let json =
            #"{"timestamp":"2026-11-25T22:36:39.642602Z","kind":"crashReport","description":"Bad pointer dereference","#
            + #""faultAddress":"0x0000000000000010","platform":"Linux","architecture":"x86_64","threads":[{"name":"app","frames":[\#(frame)]},"#
            + #"{"name":"worker","crashed":true,"registers":{"rax":"0x00005ec7e75ec7e7"},"frames":[\#(frame),"#
            + #"{"kind":"returnAddress","address":"0x1020","symbol":"main","description":"main","image":"app"}]}],"#
            + #""capturedMemory":{"0x00005ec7e75ec7e7":"736563726574"},"#
            + #""images":[{"name":"app","buildId":"cd8e6e822686e9ff262311de54d70ddc749578bd","path":"/b/app","#
            + #""baseAddress":"0x1000","endOfText":"0x2000"}]}"#
        try Data(json.utf8).write(to: URL(filePath: root + "/crashes/app-\(number)-0.0.json"))
        try Data("process=\(number)\nstarted=1700000000\nrelease=app@1\nenvironment=staging\n".utf8).write(
            to: URL(filePath: root + "/crashes/run-\(number).txt"))
        if let words { try Data(words.utf8).write(to: URL(filePath: root + "/crashes/run-\(number).words")) }
    }

    private func client(_ receiver: Receiver, isDurable: Bool = true) throws -> SentryClient {
        var options = SentryOptions(dsn: try SentryDSN("https://0123456789abcdef0123456789abcdef@sentry.example/1"))
        options.directory = isDurable ? root : nil
        options.release = "app@2"
        options.environment = "production"
        return SentryClient(options, transport: receiver, clock: .system)
    }

    private func reporter() -> CrashReporter { CrashReporter(directory: directory, spool: root) }

    private var files: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root + "/crashes")) ?? []).sorted()
    }

    @Test func `a crash is one fatal event, with its signal, its threads and the run's own release`() async throws {
        try crash()
        let receiver = Receiver()
        let reporter = reporter()
        let client = try client(receiver)
        #expect(await reporter.report(to: client) == 1)
        #expect(await client.flush(timeout: .seconds(20)))
        let event = try #require(receiver.events.first)
        #expect(receiver.events.count == 1)
        #expect(event["level"] == "fatal")
        #expect(event["release"] == "app@1")
        #expect(event["environment"] == "staging")
        #expect(event["timestamp"] == .number(1_795_646_199.642602))
        guard case .array(let exceptions)? = event["exception"]?["values"], let exception = exceptions.first else {
            Issue.record("no exception")
            return
        }
        #expect(exception["type"] == "SIGSEGV")
        #expect(exception["value"] == "Bad pointer dereference")
        #expect(exception["thread_id"] == 1)
        #expect(exception["mechanism"]?["handled"] == false)
        #expect(exception["mechanism"]?["meta"]?["signal"] == ["number": 11, "name": "SIGSEGV"])
        guard case .array(let frames)? = exception["stacktrace"]?["frames"] else {
            Issue.record("no frames")
            return
        }
        #expect(frames.map { $0["function"] } == ["main", "pay()"])
        #expect(frames.last?["filename"] == "Sources/app/Pay.swift")
        #expect(frames.last?["lineno"] == 7)
        #expect(frames.last?["in_app"] == true)
        guard case .array(let threads)? = event["threads"]?["values"] else {
            Issue.record("no threads")
            return
        }
        #expect(threads.map { $0["crashed"] } == [false, true])
        guard case .array(let images)? = event["debug_meta"]?["images"] else {
            Issue.record("no images")
            return
        }
        #expect(images.first?["debug_id"] == "826e8ecd-8626-ffe9-2623-11de54d70ddc")
        await client.close()
    }

    @Test func `neither registers nor memory are in the event`() async throws {
        try crash()
        let receiver = Receiver()
        let reporter = reporter()
        let client = try client(receiver)
        await reporter.report(to: client)
        #expect(await client.flush(timeout: .seconds(20)))
        let text = receiver.events.map { String(decoding: $0.json, as: UTF8.self) }.joined()
        #expect(!text.isEmpty)
        for secret in ["5ec7e75ec7e7", "736563726574", "rax", "capturedMemory", "registers"] {
            #expect(!text.contains(secret), "\(secret)")
        }
        await client.close()
    }

    @Test func `what the program said last is the event's value`() async throws {
        try crash(words: "app/Pay.swift:7: Fatal error: no money: Fatal error: twice\n")
        let receiver = Receiver()
        let reporter = reporter()
        let client = try client(receiver)
        await reporter.report(to: client)
        #expect(await client.flush(timeout: .seconds(20)))
        guard case .array(let exceptions)? = receiver.events.first?["exception"]?["values"] else {
            Issue.record("no exception")
            return
        }
        #expect(exceptions.first?["type"] == "Fatal error")
        #expect(exceptions.first?["value"] == "no money: Fatal error: twice")
        await client.close()
    }

    @Test func `the next start tells nothing again`() async throws {
        try crash()
        let receiver = Receiver()
        let first = reporter()
        let client = try client(receiver)
        await first.report(to: client)
        #expect(await client.flush(timeout: .seconds(20)))
        await client.close()
        #expect(files.isEmpty)
        #expect(reporter().crashes.isEmpty)
    }

    @Test func `a crash that is on the client's disk already is not claimed again`() async throws {
        try crash()
        let saved = try Data(contentsOf: URL(filePath: root + "/crashes/app-11-0.0.json"))
        let unreachable = try client(Receiver(isReachable: false))
        let first = reporter()
        #expect(await first.report(to: unreachable) == 1)
        await unreachable.close()
        // As though the process had been killed between the two: the event on disk, its report not removed.
        try saved.write(to: URL(filePath: root + "/crashes/app-11-0.0.json.claimed"))
        #expect(reporter().crashes.isEmpty)
        #expect(files.isEmpty)
        let receiver = Receiver()
        let next = try client(receiver)
        #expect(await next.flush(timeout: .seconds(20)))
        #expect(receiver.events.count == 1)
        await next.close()
    }

    @Test func `a process killed before the event is on disk leaves the crash for the next one`() throws {
        try crash()
        let first = reporter()
        let second = reporter()
        #expect(first.crashes.count == 1)
        #expect(second.crashes.map(\.id) == first.crashes.map(\.id))
    }

    @Test func `a client that is off takes none and loses none`() async throws {
        try crash()
        #expect(await reporter().report(to: .off) == 0)
        #expect(reporter().crashes.count == 1)
    }

    @Test func `a file that is no report is removed and not told`() async throws {
        try directory.prepare()
        try Data("garbage".utf8).write(to: URL(filePath: root + "/crashes/app-3-0.0.json"))
        #expect(reporter().crashes.isEmpty)
        #expect(files.isEmpty)
    }

    @Test func `a run is written down for the next start and forgotten at an orderly end`() throws {
        let reporter = reporter()
        try reporter.begin(release: "app@3", environment: "test", keepsLastWords: false)
        let file = root + "/crashes/run-\(getpid()).txt"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("release=app@3\n"))
        reporter.end()
        #expect(!FileManager.default.fileExists(atPath: file))
    }
}
