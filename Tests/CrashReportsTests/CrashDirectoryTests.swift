import CrashReports
import Foundation
import StackTraces
import Testing

@Suite struct CrashDirectoryTests {
    let path = FileManager.default.temporaryDirectory.appending(path: "crashes-\(UUID().uuidString)")
        .path(percentEncoded: false)

    private var directory: CrashDirectory { CrashDirectory(path: path) }

    private func put(_ fixture: String, as name: String, age: TimeInterval = 0) throws {
        try directory.prepare()
        try Data(CrashReportsTests.fixture(fixture)).write(to: URL(filePath: path + "/" + name))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: path + "/" + name)
    }

    private var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    private func claim(_ directory: CrashDirectory? = nil) -> [ClaimedCrash] {
        (directory ?? self.directory).claim { _, _ in false }
    }

    @Test func `a folder that is not there has no crashes`() {
        #expect(claim().isEmpty)
    }

    @Test func `the folder is its owner's`() throws {
        try directory.prepare()
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }

    @Test func `a crash is claimed by renaming and gone once it is removed`() throws {
        try put("segv", as: "ledger-11-0.0.json")
        let crashes = claim()
        #expect(crashes.map { $0.report?.signal?.name } == ["SIGSEGV"])
        #expect(crashes.first?.report?.processID == 11)
        #expect(crashes.first?.report?.processName == "ledger")
        #expect(names == ["ledger-11-0.0.json.claimed"])
        directory.remove(crashes[0])
        #expect(names.isEmpty)
        #expect(claim().isEmpty)
    }

    private static let note = #"""
        {"kind":"crashReport","architecture":"x86_64","images":[{"name":"ledger","baseAddress":"0x1000","endOfText":"0x2000",\#
        "buildId":"b521f25fdeacf504eca83d97c7308e8fc11be729"}],"description":"Bus error","faultAddress":"0x0000000000000007",\#
        "threads":[{"crashed":true,"frames":[{"kind":"programCounter","address":"0x0000000000001801"}]}]}
        """#

    private func putNote(_ text: String, id: Int = 11) throws {
        try directory.prepare()
        try Data(text.utf8).write(to: URL(filePath: path + "/run-\(id).ledger.note"))
        let run = "process=\(id)\nstarted=1700000000\nrelease=r@1\n"
        try Data(run.utf8).write(to: URL(filePath: path + "/run-\(id).txt"))
    }

    @Test(
        "what a process wrote of its crash is the report where its backtracer wrote none that says where",
        arguments: [
            nil, "", "{ \"timestamp\": \"2026-",
            "{\"kind\":\"crashReport\",\"threads\":[{\"crashed\":true,\"frames\":[",
        ] as [String?])
    func fromNote(_ other: String?) throws {
        try putNote(Self.note)
        if let other { try Data(other.utf8).write(to: URL(filePath: path + "/ledger-11-0.0.json")) }
        let crash = try #require(claim().first)
        #expect(crash.report?.signal?.name == "SIGBUS" && crash.report?.faultAddress == 7)
        #expect(crash.report?.processName == "ledger" && crash.report?.timestamp != nil)
        #expect(crash.report?.crashedThread?.frames.first?.image?.name == "ledger")
        #expect(crash.run?.release == "r@1")
        #expect(claim().map(\.id) == [crash.id])
        directory.remove(crash)
        #expect(names.isEmpty)
    }

    @Test func `a report that says where is told once, and what the process wrote is gone`() throws {
        try putNote(Self.note)
        try put("segv", as: "ledger-11-0.0.json")
        let crashes = claim()
        #expect(crashes.map { $0.report?.signal?.name } == ["SIGSEGV"])
        directory.remove(crashes[0])
        #expect(names.isEmpty)
    }

    @Test(
        "what was written by a process that did not crash is no report",
        arguments: [
            "", "{\"kind\":\"crashReport\",\"images\":[],", "no json",
            "{\"kind\":\"crashReport\",\"images\":[],\"threads\":[",
        ])
    func emptyNote(_ text: String) throws {
        try putNote(text)
        #expect(claim().isEmpty && names.isEmpty)
    }

    @Test func `what a process that lives has written stays`() throws {
        try putNote(Self.note)
        #expect(directory.claim { id, _ in id == 11 }.isEmpty)
        #expect(names == ["run-11.ledger.note", "run-11.txt"])
        directory.end(processID: 11)
        #expect(names.isEmpty)
    }

    @Test func `a claim whose process died is handed out again under the same id`() throws {
        try put("trap", as: "ledger-11-0.0.json")
        let first = claim()
        let second = claim()
        #expect(first.map(\.id) == second.map(\.id))
        #expect(first.first?.id.count == 32)
    }

    @Test func `equal reports of other processes have other ids, and a process id may come again`() throws {
        try put("trap", as: "ledger-1-0.0.json")
        let first = claim()
        try put("trap", as: "ledger-1-0.0.json")
        try put("trap", as: "ledger-2-0.0.json")
        let all = claim()
        #expect(Set(all.map(\.id)).count == 3)
        #expect(all.contains { $0.id == first.first?.id })
    }

    @Test func `a report that is still being written is left alone`() throws {
        try put("trap", as: "ledger-11-0.0.json")
        #expect(directory.claim { id, name in id == 11 && name == "ledger" }.isEmpty)
        #expect(names == ["ledger-11-0.0.json"])
    }

    @Test func `this process's own id does not count as running: in a container it is always 1`() {
        #expect(!CrashDirectory.isAnotherProcess(getpid(), nil))
        #expect(CrashDirectory.isAnotherProcess(getppid(), nil))
        #expect(!CrashDirectory.isAnotherProcess(getppid(), "a program that is not that one"))
        #expect(!CrashDirectory.isAnotherProcess(0, nil) && !CrashDirectory.isAnotherProcess(-1, nil))
    }

    @Test func `of many reports the newest are told, oldest first, and the others removed`() throws {
        for number in 1...30 { try put("abort", as: "ledger-\(number)-0.0.json", age: TimeInterval(100 - number)) }
        var limits = CrashDirectory.Limits()
        limits.reports = 3
        let crashes = claim(CrashDirectory(path: path, limits: limits))
        #expect(crashes.map { $0.report?.processID } == [28, 29, 30])
        #expect(names.count == 3)
    }

    @Test func `what is too old is removed without being told`() throws {
        try put("abort", as: "ledger-1-0.0.json", age: 40 * 86_400)
        try put("abort", as: "ledger-2-0.0.json", age: 20 * 86_400)
        #expect(claim().map { $0.report?.processID } == [2])
        #expect(names == ["ledger-2-0.0.json.claimed"])
    }

    @Test func `a file that is too large is read to its limit`() throws {
        try put("async", as: "ledger-1-0.0.json")
        var limits = CrashDirectory.Limits()
        limits.reportBytes = 4_000
        let crash = try #require(claim(CrashDirectory(path: path, limits: limits)).first)
        #expect(crash.report?.isComplete == false)
        #expect(crash.report?.threads.isEmpty == false)
    }

    @Test func `other files, folders and links are not touched`() throws {
        try directory.prepare()
        try Data("{}".utf8).write(to: URL(filePath: path + "/notes.txt"))
        try FileManager.default.createDirectory(atPath: path + "/a-1-b.json", withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: path + "/b-1-c.json", withDestinationPath: "/etc/passwd")
        #expect(claim().isEmpty)
        #expect(names == ["a-1-b.json", "b-1-c.json", "notes.txt"])
    }

    @Test func `a file that is no report is claimed as one that says nothing`() throws {
        try directory.prepare()
        try Data("not JSON".utf8).write(to: URL(filePath: path + "/ledger-5-0.0.json"))
        let crashes = claim()
        #expect(crashes.map { $0.report == nil } == [true])
        directory.remove(crashes[0])
        #expect(names.isEmpty)
    }

    @Test func `a run with the id of the one that crashed does not mix with it`() throws {
        try put("fatal", as: "ledger-1-0.0.json")
        try Data("process=1\nstarted=5\nrelease=old\n".utf8).write(to: URL(filePath: path + "/run-1.txt"))
        #expect(claim().first?.run?.release == "old")
        try Data("process=1\nstarted=6\nrelease=new\n".utf8).write(to: URL(filePath: path + "/run-1.txt"))
        let crash = try #require(directory.claim { id, _ in id == 1 }.first)
        #expect(crash.run?.release == "old")
        directory.remove(crash)
        #expect(names == ["run-1.txt"])
    }

    @Test func `what was known about the run comes with the crash, and goes with it`() throws {
        try put("fatal", as: "ledger-11-0.0.json")
        let run = RunRecord(
            processID: 11, release: "ledger@1.2.3", environment: "staging", serverName: "a\nb", started: 1_700_000_000)
        try Data("process=11\nstarted=1700000000\nrelease=ledger@1.2.3\nenvironment=staging\nserver=ab\n".utf8).write(
            to: URL(filePath: path + "/run-11.txt"))
        try Data("ledger/Main.swift:17: Fatal error: disk full\n\u{0}\u{0}old".utf8).write(
            to: URL(filePath: path + "/run-11.words"))
        try Data("process=12\nstarted=1\n".utf8).write(to: URL(filePath: path + "/run-12.txt"))
        let crash = try #require(claim().first)
        #expect(crash.run?.release == run.release)
        #expect(crash.run?.environment == "staging")
        #expect(crash.run?.serverName == "ab")
        #expect(crash.run?.started == 1_700_000_000)
        #expect(crash.report?.message == "ledger/Main.swift:17: Fatal error: disk full")
        #expect(!names.contains("run-12.txt"))
        directory.remove(crash)
        #expect(names.isEmpty)
    }
}
