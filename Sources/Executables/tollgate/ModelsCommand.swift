import ArgumentParser
import CatalogueLoading
import Foundation
import Pricing
import Usage

/// `tollgate models`: the price catalogue.
struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List models with their prices and where each price is from.",
        discussion: """
            Without a query, all models. With one, those whose name or other name contains every word of it; a single \
            one is shown with all of its prices: dated, by length, by tier, by time of the week, of tools.

              tollgate models gpt-5
              tollgate models sonnet --provider anthropic
              tollgate models claude-sonnet-4-5@20250929 --provider vertex_ai
              tollgate models diff other-prices.json
            """,
        subcommands: [ModelsListCommand.self, ModelsDiffCommand.self], defaultSubcommand: ModelsListCommand.self)
}

/// `tollgate models [QUERY]`.
struct ModelsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List models with their prices (what 'tollgate models' alone does).")

    @Argument(help: "Words that the name contains, or any name that a provider knows the model by.")
    var query: [String] = []

    @Option(help: "Only models of this provider.")
    var provider: String?

    @Flag(help: "Leave out models that are no longer offered.")
    var current = false

    @Flag(help: "Write JSON, a model a line, with all prices.")
    var json = false

    func run() throws {
        let catalogue = try PriceCatalogue.embedded()
        if let provider, catalogue.provider(ProviderID(rawValue: provider)) == nil {
            let known = catalogue.providers.map(\.id.rawValue).joined(separator: ", ")
            throw ValidationError("There is no provider '\(provider)'; there are \(known).")
        }
        let found = ModelSearch(words: query, provider: provider.map(ProviderID.init), isCurrent: current)
            .entries(in: catalogue)
        guard !found.isEmpty else {
            StandardError.print("tollgate models: nothing found for '\(query.joined(separator: " "))'")
            throw ExitCode.failure
        }
        var sink = ByteSink()
        if json {
            for entry in found { sink.bytes.append(contentsOf: (try entry.json() + "\n").utf8) }
        } else if found.count == 1, let entry = found.first {
            sink.bytes.append(contentsOf: entry.details.utf8)
        } else {
            sink.bytes.append(contentsOf: ModelEntry.table(found).utf8)
            sink.bytes.append(contentsOf: "\n\(found.count) models; prices as of \(catalogue.asOf)\n".utf8)
        }
        try sink.flush()
    }
}
