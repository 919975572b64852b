import Settings
import Testing

@Suite struct PrecedenceTests {
    private let yaml = """
        host: 127.0.0.3
        port: 5000
        admin: {port: 5001}
        data_dir: /file
        log_level: debug
        """

    @Test func `the file, then the environment, then the command line`() throws {
        let file = try load(yaml)
        #expect(file.host == "127.0.0.3" && file.port == 5000 && file.admin.port == 5001)
        #expect(file.dataDirectory == "/file" && file.logLevel == .debug)

        let environment = ["TOLLGATE_PORT": "6000", "TOLLGATE_ADMIN_PORT": "6001", "TOLLGATE_DATA_DIR": "/environment"]
        let both = try load(yaml, environment)
        #expect(both.host == "127.0.0.3" && both.port == 6000 && both.admin.port == 6001)
        #expect(both.dataDirectory == "/environment" && both.logLevel == .debug)

        var overrides = Overrides()
        overrides.port = 7000
        overrides.adminPort = 0
        overrides.logLevel = "error"
        overrides.requireKeys = true
        overrides.threads = 3
        let all = try load(yaml, environment, overrides)
        #expect(all.port == 7000 && all.admin.port == 0 && all.dataDirectory == "/environment")
        #expect(all.logLevel == .error && all.requiresKeys && all.threads == 3)
    }

    @Test func `an empty variable or value is none`() throws {
        let settings = try load("port:\nhost: ''\n", ["TOLLGATE_PORT": "", "OPENAI_API_KEY": ""])
        #expect(settings.port == 4000 && settings.host == "127.0.0.1")
        #expect(settings.providers.first?.apiKey == nil)
    }

    @Test func `problems are told under the name of the layer that has them`() {
        var overrides = Overrides()
        overrides.adminPort = 70_000
        #expect(problems("", [:], overrides).map(\.path) == ["--admin-port"])
        #expect(problems("", ["TOLLGATE_ADMIN_PORT": "x"]).map(\.path) == ["TOLLGATE_ADMIN_PORT"])
        #expect(problems("admin: {port: x}").map(\.path) == ["admin.port"])
    }
}
