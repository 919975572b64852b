import ArgumentParser
import Foundation

/// `tollgate keys`: virtual keys of a running gateway.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make, list and revoke virtual keys (tg-…) of a running gateway.",
        discussion: """
              tollgate keys create --owner alice --models 'gpt-4o*' --requests-per-minute 60
              tollgate keys list
              tollgate keys revoke key_0123456789abcdef

            A key is shown once, when it is made; the gateway keeps its SHA-256 only.
            """,
        subcommands: [KeysCreateCommand.self, KeysListCommand.self, KeysRevokeCommand.self],
        defaultSubcommand: KeysListCommand.self)
}

/// `tollgate keys create`.
struct KeysCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Make a key and print it.")

    @OptionGroup var admin: AdminOptions

    @Option(help: "The user whose spend the key's calls are.")
    var owner: String

    @Option(help: "The component that its calls are of, where they name none.")
    var component: String?

    @Option(help: "A tag, NAME=VALUE; may be given more than once.")
    var tag: [String] = []

    @Option(parsing: .upToNextOption, help: "Models that it may call; a * at the end stands for any rest.")
    var models: [String] = []

    @Option(parsing: .upToNextOption, help: "Providers that it may call.")
    var providers: [String] = []

    @Option(help: "Requests a minute.")
    var requestsPerMinute: Int?

    @Option(help: "Input and output tokens a minute.")
    var tokensPerMinute: Int?

    @Option(help: "Requests at once.")
    var maxConcurrent: Int?

    @Option(help: "When it ends: a date or an RFC 3339 time.")
    var expiresAt: String?

    @Flag(help: "Its caller may name any user.")
    var trusted = false

    func run() async throws {
        var body: [String: Any] = ["owner": owner]
        body["component"] = component
        var tags: [String: String] = [:]
        for text in tag {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw ValidationError("'\(text)' is not NAME=VALUE.") }
            tags[String(parts[0])] = String(parts[1])
        }
        if !tags.isEmpty { body["tags"] = tags }
        if !models.isEmpty { body["models"] = models }
        if !providers.isEmpty { body["providers"] = providers }
        body["requests_per_minute"] = requestsPerMinute
        body["tokens_per_minute"] = tokensPerMinute
        body["max_concurrent"] = maxConcurrent
        body["expires_at"] = expiresAt
        if trusted { body["trusted"] = true }
        let made = try await admin.client.value("POST", "/api/v1/admin/keys", body)
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
