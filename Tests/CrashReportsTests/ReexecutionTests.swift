import CrashReports
import Testing

@Suite struct ReexecutionTests {
    private func decide(
        _ environment: [String: String], directory: String = "/data/crashes",
        backtracer: String? = "/swift/swift-backtrace"
    ) -> Reexecution {
        .decide(directory: directory, executable: "/opt/tollgate", environment: environment) { _, _ in backtracer }
    }

    @Test func `without the variable the process is to be started again with it`() throws {
        guard case .needed(let setting) = decide([:]) else {
            Issue.record("not needed")
            return
        }
        #expect(
            setting.text
                == "enable=yes,format=json,output-to=/data/crashes,color=no,interactive=no,sanitize=yes,symbolicate=off,timeout=5s,"
                + "swift-backtrace=/swift/swift-backtrace")
        // And then it is done: a loop is not possible.
        #expect(decide(["SWIFT_BACKTRACE": setting.text]) == .done(directory: "/data/crashes"))
    }

    @Test(
        arguments: [
            ("enable=yes,format=json,output-to=/mine", "/mine"), ("format=JSON,output-to=/a,output-to=/b", "/b"),
            ("enable=yes", nil), ("enable=no,format=json,output-to=/mine", nil), ("", nil), (",,=,a", nil),
            ("enable=yes,format=json,output-to=stderr", nil), ("format=text,output-to=/mine", nil),
        ] as [(String, String?)])
    func `what an operator has set counts`(value: String, directory: String?) {
        switch decide(["SWIFT_BACKTRACE": value]) {
        case .done(let found): #expect(found == directory)
        case .refused(let setting):
            #expect(directory == nil)
            #expect(setting == BacktraceSetting(value))
        case .needed, .impossible: Issue.record("neither done nor refused")
        }
    }

    @Test func `where the backtracer is missing a person is told what to do`() {
        guard case .impossible(let why) = decide([:], backtracer: nil) else {
            Issue.record("possible")
            return
        }
        #expect(why.contains("swift-backtrace-static"))
    }

    @Test(arguments: ["/with,comma", "relative", ""])
    func `a folder that the variable cannot name is refused`(directory: String) {
        guard case .impossible = decide([:], directory: directory) else {
            Issue.record("possible")
            return
        }
    }

    @Test func `the backtracer is looked for beside the program first, then in the toolchain`() {
        let environment = ["PATH": "/usr/bin:relative:/opt/swift/usr/bin"]
        #expect(
            Backtracer.find(executable: "/app/tollgate", environment: environment) {
                $0 == "/app/swift-backtrace-static" || $0.hasPrefix("/opt")
            } == "/app/swift-backtrace-static")
        #expect(
            Backtracer.find(executable: "/app/tollgate", environment: environment) {
                $0 == "/opt/swift/usr/bin/../libexec/swift/linux/swift-backtrace"
            }?.hasSuffix("/swift/usr/libexec/swift/linux/swift-backtrace") == true)
        #expect(Backtracer.find(executable: "/app/tollgate", environment: [:]) { _ in false } == nil)
    }
}
