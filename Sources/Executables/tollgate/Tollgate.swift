import ArgumentParser

/// `tollgate`: the root command.
@main
struct Tollgate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tollgate",
        abstract: "Accounts for every LLM call: tokens, dollars, latency, errors.",
        discussion: """
            Start the gateway and point any OpenAI or Anthropic SDK at it:

              tollgate serve
              OPENAI_BASE_URL=http://127.0.0.1:4000/v1 python my_app.py

            What it cost: http://127.0.0.1:4001. Without a provider's key at hand, try `tollgate demo`.
            Settings come from options, then the environment, then a YAML file: docs/configuration.md lists them all.
            """,
        version: Version.text,
        subcommands: [
            ServeCommand.self, DoctorCommand.self, HealthCommand.self, BackupCommand.self, RestoreCommand.self,
            KeysCommand.self, BudgetsCommand.self, DemoCommand.self, SimulateCommand.self,
            PriceCommand.self, ModelsCommand.self, TokensCommand.self, LeasesCommand.self, VersionCommand.self,
        ])
}
