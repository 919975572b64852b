import ArgumentParser
import Budgets
import Foundation

/// `tollgate budgets`: budgets of a running gateway.
struct BudgetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budgets",
        abstract: "List, set and remove budgets of a running gateway.",
        discussion: """
              tollgate budgets set user alice month --limit 20 --hard
              tollgate budgets set gateway gateway day --limit 500 --thresholds 0.5 0.9 --timezone Europe/Berlin
              tollgate budgets list
              tollgate budgets remove user alice month

            A budget of all calls together is that of the scope gateway, whose only id is gateway. Hard budgets of users
            need certain users: require_keys, or trust_user_header, in the gateway's configuration.
            """,
        subcommands: [BudgetsListCommand.self, BudgetsSetCommand.self, BudgetsRemoveCommand.self],
        defaultSubcommand: BudgetsListCommand.self)
}

/// What names a budget on the command line.
struct BudgetPlace: ParsableArguments {
    @Argument(help: "user, key, component, model or gateway.", transform: { try Self.choice($0) })
    var scope: BudgetScope

    @Argument(help: "The user, the key's id, the component or the model; for the gateway: gateway.")
    var id: String

    @Argument(help: "hour, day, week, month or total.", transform: { try Self.choice($0) })
    var window: BudgetWindow

    private static func choice<Value: CaseIterable & RawRepresentable>(_ text: String) throws -> Value
    where Value.RawValue == String {
        guard let value = Value(rawValue: text) else {
            let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(text)' is none of \(names).")
        }
        return value
    }

    var path: String {
        "/api/v1/admin/budgets/\(scope.rawValue)/\(AdminClient.encoded(id))/\(window.rawValue)"
    }
}

/// `tollgate budgets list`.
struct BudgetsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the budgets in force.")

    @OptionGroup var admin: AdminOptions

    @Flag(help: "Write the admin API's JSON.")
    var json = false

    func run() async throws {
        let data = try await admin.client.ask("GET", "/api/v1/admin/budgets")
        guard !json else { return print(String(decoding: data, as: UTF8.self)) }
        let answer = try JSONDecoder().decode(AdminValue.self, from: data)
        let texts = ["scope", "id", "window", "mode", "period"]
        let numbers = ["limit_usd", "spent_usd", "held_usd", "left_usd"]
        var table = TextTable(
            columns: texts.map { .init(head: $0) } + numbers.map { .init(head: $0, isNumber: true) })
        for budget in answer["budgets"].elements { table.rows.append((texts + numbers).map { budget[$0].cell }) }
        if table.rows.isEmpty { print("No budget is set.") } else { print(table.text, terminator: "") }
        let standard = answer["default"]
        guard !standard.isNull else { return }
        let (limit, window, mode) = (standard["limit_usd"].cell, standard["window"].cell, standard["mode"].cell)
        print("Every\(table.rows.isEmpty ? "" : " other") user: \(limit) USD by \(window), \(mode).")
    }
}

/// `tollgate budgets set`.
struct BudgetsSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Put a budget in force.")

    @OptionGroup var admin: AdminOptions
    @OptionGroup var place: BudgetPlace

    @Option(parsing: .unconditional, help: "USD, plain decimal.")
    var limit: String

    @Flag(help: "Refuse calls whose worst case does not fit; without it, alerts only.")
    var hard = false

    @Option(parsing: .upToNextOption, help: "Shares of the limit at which an alert is sent (default: 0.8).")
    var thresholds: [String] = []

    @Option(help: "IANA zone in which windows begin and end (default: UTC).")
    var timezone: String?

    @Option(help: "closed, local_lease or open: what a hard budget does while the gateways' common store is away.")
    var onOutage: String?

    @Flag(help: "Lower a call's output cap so that it fits, instead of refusing it.")
    var capOutput = false

    func run() async throws {
        // As a string, which the API takes too: no binary fraction on the way.
        var body: [String: Any] = ["limit_usd": limit, "mode": hard ? "hard" : "soft", "cap_output": capOutput]
        if !thresholds.isEmpty { body["thresholds"] = thresholds }
        body["timezone"] = timezone
        body["on_outage"] = onOutage
        let budget = try await admin.client.value("PUT", place.path, body)
        let (mode, spent, period) = (budget["mode"].cell, budget["spent_usd"].cell, budget["period"].cell)
        let when = place.window == .total ? "in total" : "in \(period) (\(budget["timezone"].cell))"
        print("In force, \(mode): \(spent) of \(budget["limit_usd"].cell) USD spent \(when).")
    }
}

/// `tollgate budgets remove`.
struct BudgetsRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Take a budget out of force.")

    @OptionGroup var admin: AdminOptions
    @OptionGroup var place: BudgetPlace

    func run() async throws {
        _ = try await admin.client.ask("DELETE", place.path)
        print("Removed.")
    }
}
