import Settings
import Testing

@Suite struct RefusalTests {
    @Test(arguments: ["0.0.0.0", "::", "192.168.1.4", "gateway.internal", "127.0.0.1.example.com"])
    func `a control plane that others reach needs a token`(host: String) throws {
        #expect(problems("", ["TOLLGATE_ADMIN_HOST": host]).map(\.path) == ["TOLLGATE_ADMIN_HOST"])
        let settings = try load("", ["TOLLGATE_ADMIN_HOST": host, "TOLLGATE_ADMIN_TOKEN": "0123456789abcdef"])
        #expect(settings.admin.host == host && settings.warnings.isEmpty)
    }

    @Test func `a data plane that others reach does not lend the configured keys to them`() throws {
        let open = ["TOLLGATE_HOST": "0.0.0.0", "OPENAI_API_KEY": "sk-1"]
        #expect(problems("", open).map(\.path) == ["TOLLGATE_HOST"])
        #expect(try load("require_keys: true", open).requiresKeys)
        #expect(try load("allow_unauthenticated: true", open).allowsUnauthenticated)
        #expect(try load("", ["TOLLGATE_HOST": "0.0.0.0"]).host == "0.0.0.0")
        #expect(try load("", ["TOLLGATE_HOST": "localhost", "OPENAI_API_KEY": "sk-1"]).host == "localhost")
    }

    @Test func `two planes cannot share a port`() throws {
        #expect(problems("admin: {port: 4000}").map(\.path) == ["admin.port"])
        let wildcard = problems("host: 0.0.0.0\nadmin: {port: 4000}")
        #expect(wildcard.map(\.path) == ["admin.port"])
        #expect(try load("host: 127.0.0.2\nadmin: {port: 4000}").admin.port == 4000)
        #expect(try load("port: 0\nadmin: {port: 0}").port == 0)
    }

    @Test func `variables that are not read are warned of`() throws {
        let settings = try load("", ["TOLLGATE_PROT": "1", "TOLLGATE_OPENAI_BASE_ULR": "x", "PATH": "/bin"])
        #expect(settings.warnings.map(\.path) == ["TOLLGATE_OPENAI_BASE_ULR", "TOLLGATE_PROT"])
        #expect(
            settings.warnings.map(\.fix) == [
                "Did you mean TOLLGATE_OPENAI_BASE_URL?", "Did you mean TOLLGATE_PORT?",
            ])
    }

    @Test func `odd but valid values are warned of`() throws {
        let settings = try load("admin: {token: short}\nledger: {retention_days: 7}\ndata_dir: ~/data")
        #expect(Set(settings.warnings.map(\.path)) == ["admin.token", "ledger.retention_days", "data_dir"])
    }
}
