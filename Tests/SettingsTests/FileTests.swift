import Foundation
import Settings
import Testing

@Suite struct FileTests {
    @Test func `every problem is told at once, each with its path and a fix`() {
        let yaml = """
            prot: 4000
            admin: {port: x, tokn: abc}
            log_level: loud
            limits: [1, 2]
            ledger: none
            providers:
              - name: my-groq
                base_ulr: https://api.groq.com
              - base_url: ftp://x
              - just text
            prices:
              - model: m
                rates: {inptu: 1, output: a lot}
            """
        let found = problems(yaml, ["TOLLGATE_PORT": "none"])
        #expect(
            Set(found.map(\.path)) == [
                "prot", "admin.port", "admin.tokn", "log_level", "limits", "ledger", "providers[0].base_ulr",
                "providers[0].base_url", "providers[1].name", "providers[2].name", "providers[2]",
                "prices[0].rates.inptu", "prices[0].rates.output", "TOLLGATE_PORT",
            ])
        #expect(found.allSatisfy { !$0.message.isEmpty && !$0.fix.isEmpty })
        let fixes = Dictionary(found.map { ($0.path, $0.fix) }) { first, _ in first }
        #expect(fixes["prot"] == "Did you mean 'port'?")
        #expect(fixes["admin.tokn"] == "Did you mean 'token'?")
        #expect(fixes["providers[0].base_ulr"] == "Did you mean 'base_url'?")
        #expect(fixes["prices[0].rates.inptu"] == "Did you mean 'input'?")
        let text = SettingsError(problems: found).description
        #expect(text.contains("\(found.count) problems") && text.contains("prices[0].rates.output"))
    }

    @Test(arguments: [
        ("host: [127.0.0.1]", "host"), ("admin: 4001", "admin"), ("providers: {name: x}", "providers"),
        ("- 1", "the file"), ("just text", "the file"),
        ("providers: [{name: x, base_url: 'http://h', models: m}]", "providers[0].models"),
        ("prices: [{model: m, rates: 1}]", "prices[0].rates"),
        ("prices: [{model: m, rates: {input: [1]}}]", "prices[0].rates"),
    ])
    func `another shape is told`(yaml: String, path: String) {
        #expect(problems(yaml).contains { $0.path == path })
    }

    @Test(arguments: ["a: b: c", "host: 'x", "port: 1\nport: 2", "\thost: x", "host: \"\\q\""])
    func `broken YAML is one problem without the file's text`(yaml: String) {
        let found = problems(yaml + "\n# sk-secret\n")
        #expect(found.map(\.path) == ["the configuration file"])
        #expect(!found.description.contains("sk-secret"))
    }

    @Test(arguments: ["", "\n", "# nothing\n", "---\n", "~"])
    func `an empty file is no configuration`(yaml: String) throws {
        #expect(try load(yaml).port == 4000)
    }

    @Test func `the file is named by the option, else by the variable`() throws {
        let directory = FileManager.default.temporaryDirectory
        let file = directory.appendingPathComponent("tollgate-\(UUID().uuidString).yaml").path
        try "port: 4100".write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(try Settings.load(environment: ["TOLLGATE_CONFIG": file]).port == 4100)
        var overrides = Overrides()
        overrides.configFile = file
        #expect(try Settings.load(environment: ["TOLLGATE_CONFIG": "/nowhere"], overrides: overrides).port == 4100)
        #expect(throws: SettingsError.self) { try Settings.load(environment: ["TOLLGATE_CONFIG": "/nowhere"]) }
        do {
            _ = try Settings.load(environment: ["TOLLGATE_CONFIG": "/nowhere"])
        } catch {
            #expect(error.problems.map(\.path) == ["TOLLGATE_CONFIG"])
        }
    }
}
