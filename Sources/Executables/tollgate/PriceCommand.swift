import ArgumentParser
import CatalogueLoading
import CostCases
import Dialects
import Foundation
import Pricing
import Usage

/// `tollgate price`: what logged calls cost.
struct PriceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "price",
        abstract: "Price logged calls: usage and exact cost of each, or sums by model.",
        discussion: """
            Reads a call a line, with what its provider answered:

              {"id": "1", "provider": "openai", "api": "chat.completions", "model": "gpt-4o", "kind": "json",
               "at": "2026-11-20T12:00:00Z", "request_hints": {}, "payload": {…the body…}}

            ('kind' is 'json' or 'sse'; the payload of a stream is [[event or null, data], …]), or, with --provider and \
            --api, bodies as they came: one a line, printed over several lines, an event stream, or the results of a \
            batch. Writes a line for each:

              {"id":"1","input_tokens":…,"cached_input_tokens":…,"cache_write_tokens":…,"output_tokens":…, \
            "reasoning_tokens":…,"cost_usd":0.000125,"cost_known_usd":0.000125,"unpriced":[],"priced_as":"gpt-4o"}

            A price that is not known is null, never 0. Lines that cannot be read are told by number on standard \
            error, the others are priced all the same, and the exit status is 1.

              tollgate price calls.jsonl > priced.jsonl
              tollgate price calls.jsonl --summary --as-model claude-sonnet-4-5
              curl … | tollgate price --provider openai --api chat.completions
            """)

    @Argument(help: ArgumentHelp("The file to read; - or nothing for standard input.", valueName: "file"))
    var file = "-"

    @Option(help: "The input is bodies of this provider: openai, anthropic, google, bedrock, …")
    var provider: String?

    @Option(help: "The input is bodies of this API: chat.completions, responses, messages, generateContent, …")
    var api: String?

    @Option(help: "The model that was asked for, where bodies do not name it.")
    var model: String?

    @Flag(help: "Bodies went through the provider's batch API, and cost what that costs.")
    var batch = false

    @Option(help: ArgumentHelp("When calls without a time were made; now, if not said.", valueName: "time"))
    var at: String?

    @Option(
        defaultAsFlag: "",
        help: ArgumentHelp(
            "Price unknown models so, USD per million tokens: 2.50/10.00; alone: by TOLLGATE_FALLBACK_PRICE.",
            valueName: "in/out"))
    var fallback: String?

    @Option(help: "Tell as well what the same usage would have cost at this model.")
    var asModel: String?

    @Flag(help: "Write sums by model instead of calls.")
    var summary = false

    @Flag(help: "Write the sums as JSON.")
    var json = false

    mutating func validate() throws {
        // `--fallback calls.jsonl`: the word behind the flag is the file.
        if let word = fallback, file == "-", FallbackPrice(word) == nil, FileManager.default.fileExists(atPath: word) {
            (file, fallback) = (word, "")
        }
        guard (provider == nil) == (api == nil) else {
            throw ValidationError("--provider and --api go together: say both for bodies, none for lines of calls.")
        }
        guard provider != nil || (model == nil && !batch) else {
            throw ValidationError("--model and --batch are for bodies: say --provider and --api, too.")
        }
        guard !json || summary else { throw ValidationError("--json is for --summary; calls are always JSON.") }
        _ = try form()
        _ = try fallbackPrice()
        _ = try moment()
    }

    func run() async throws {
        let catalogue = try PriceCatalogue.embedded()
        let pricer = CasePricer(
            pricing: Pricing(catalogue: catalogue, fallback: try fallbackPrice()), now: try moment(),
            choice: try choice(in: catalogue))
        let input = try PriceCommandInput(path: file)
        var run = PriceCommandRun(
            pricer: pricer, form: try form(), input: input, writesLines: !summary, sumsUp: summary)
        try await run.start()
        if summary {
            let table = PriceCommandSummary(totals: run.totals, choice: asModel)
            print(json ? run.totals.json(comparesModels: asModel != nil) : table.text, terminator: "")
        }
        if run.faults > 0 {
            StandardError.print("tollgate price: \(run.faults) of \(run.lines) lines could not be priced")
            throw ExitCode.failure
        }
    }

    private func form() throws -> LineForm {
        guard let provider, let api else { return .cases }
        do {
            return .bodies(
                provider: ProviderID(rawValue: provider), api: try API(caseName: api),
                model: model.map(ModelID.init), isBatch: batch)
        } catch {
            throw ValidationError("--\(error)")
        }
    }

    private func fallbackPrice() throws -> FallbackPrice? {
        guard var fallback else { return nil }
        if fallback.isEmpty { fallback = ProcessInfo.processInfo.environment["TOLLGATE_FALLBACK_PRICE"] ?? "" }
        guard !fallback.isEmpty else {
            throw ValidationError("--fallback needs a price: --fallback 2.50/10.00, or set TOLLGATE_FALLBACK_PRICE.")
        }
        guard let price = FallbackPrice(fallback) else {
            throw ValidationError("--fallback must be two prices in USD per million tokens, such as 2.50/10.00.")
        }
        return price
    }

    private func moment() throws -> Int64 {
        guard let at else { return Int64(Date().timeIntervalSince1970) * 1_000_000 }
        guard let moment = Instant.microseconds(at) else {
            throw ValidationError("--at must be a moment such as 2026-11-20T12:00:00Z, or a day.")
        }
        return moment
    }

    private func choice(in catalogue: PriceCatalogue) throws -> ModelChoice? {
        guard let asModel else { return nil }
        guard let choice = ModelChoice(asModel, in: catalogue) else {
            throw ValidationError("--as-model: no provider has '\(asModel)'; 'tollgate models' lists what there is.")
        }
        return choice
    }
}
