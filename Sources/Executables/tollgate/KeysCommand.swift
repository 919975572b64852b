import ArgumentParser
import Foundation

/// `tollgate keys`: virtual keys of a running gateway.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make, list, change and revoke virtual keys (tg-…) of a running gateway.",
        discussion: """
              tollgate keys create --owner alice --models 'gpt-4o*' --requests-per-minute 60
              tollgate keys list
              tollgate keys change key_0123456789abcdef --owner alice --models 'gpt-4o*' --requests-per-minute 120
              tollgate keys revoke key_0123456789abcdef

            A key is shown once, when it is made; the gateway keeps its SHA-256 only. A change replaces all terms: what it does
            not name is no longer limited.
            """,
        subcommands: [KeysCreateCommand.self, KeysListCommand.self, KeysChangeCommand.self, KeysRevokeCommand.self],
        defaultSubcommand: KeysListCommand.self)
}

/// `tollgate keys create`.
struct KeysCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Make a key and print it.")

    @OptionGroup var admin: AdminOptions

    @OptionGroup var terms: KeyTermsOptions

    func run() async throws {
        let made = try await admin.client.value("POST", "/api/v1/admin/keys", try terms.body())
        StandardError.print("Key \(made["id"].cell); shown this once; use it in place of a provider key:")
        print(made["key"].cell)
    }
}

/// `tollgate keys list`.
struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the keys in force.")

    @OptionGroup var admin: AdminOptions

    @Flag(help: "Write the admin API's JSON.")
    var json = false

    func run() async throws {
        let data = try await admin.client.ask("GET", "/api/v1/admin/keys")
        guard !json else { return print(String(decoding: data, as: UTF8.self)) }
        let keys = try JSONDecoder().decode(AdminValue.self, from: data)["keys"].elements
        guard !keys.isEmpty else { return print("There are no keys. Make one with: tollgate keys create --owner NAME") }
        let names = ["id", "hint", "owner", "component", "models", "providers"]
        let limits = ["requests_per_minute", "tokens_per_minute", "max_concurrent"]
        let rest = ["expires_at", "trusted"]
        var table = TextTable(
            columns: names.map { .init(head: $0) }
                + ["requests/min", "tokens/min", "at once"].map { .init(head: $0, isNumber: true) }
                + rest.map { .init(head: $0) })
        for key in keys { table.rows.append((names + limits + rest).map { key[$0].cell }) }
        print(table.text, terminator: "")
    }
}

/// `tollgate keys change`.
struct KeysChangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: "Change what a key grants, all of it, at once; its text stays. What is left out is as for a new key.")

    @OptionGroup var admin: AdminOptions

    @Argument(help: "The key's id, as 'tollgate keys list' shows it.")
    var id: String

    @OptionGroup var terms: KeyTermsOptions

    func run() async throws {
        _ = try await admin.client.value("PUT", "/api/v1/admin/keys/\(AdminClient.encoded(id))", try terms.body())
        print("Changed.")
    }
}

/// `tollgate keys revoke`.
struct KeysRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Revoke a key, at once.")

    @OptionGroup var admin: AdminOptions

    @Argument(help: "The key's id (key_…).")
    var id: String

    func run() async throws {
        _ = try await admin.client.ask("DELETE", "/api/v1/admin/keys/\(AdminClient.encoded(id))")
        print("Revoked.")
    }
}
