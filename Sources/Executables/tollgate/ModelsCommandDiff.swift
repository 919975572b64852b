import ArgumentParser
import CatalogueLoading
import Foundation
import Money
import Pricing
import Usage

/// `tollgate models diff FILE`: what is different in another price list.
struct ModelsDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare the catalogue in this program with another one.",
        discussion: """
            The file is a prices.json (schema 1) or a catalogue.tsv. Models that only the file has are added (+), models \
            that it lacks are removed (-), and of those in both every price that differs is told (~), with what this \
            program has and what the file has. The exit status is 0 either way, unless --check is given.
            """)

    @Argument(help: "A prices.json or a catalogue.tsv.")
    var file: String

    @Option(help: "Only models of this provider.")
    var provider: String?

    @Flag(help: "Exit with status 1 where anything differs.")
    var check = false

    func run() throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ValidationError("\(file) cannot be read.")
        }
        let own = ComparableCatalogue(try PriceCatalogue.embedded())
        let other: ComparableCatalogue
        if data.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
            other = try ComparableCatalogue(pricesJSON: data)
        } else {
            other = ComparableCatalogue(try PriceCatalogue(text: String(decoding: data, as: UTF8.self)))
        }
        let lines = own.differences(from: other, provider: provider)
        var sink = ByteSink()
        for line in lines { sink.bytes.append(contentsOf: (line.text + "\n").utf8) }
        let counts = ["+", "-", "~"].map { sign in lines.count { $0.sign == sign } }
        sink.bytes.append(contentsOf: "\(counts[0]) added, \(counts[1]) removed, \(counts[2]) changed\n".utf8)
        try sink.flush()
        if check, !lines.isEmpty { throw ExitCode.failure }
    }
}

/// A price list as facts by model, which is what can be compared.
struct ComparableCatalogue {
    /// By `provider/model`; the prices of a provider's tools are those of `provider/(tools)`.
    var models: [String: [String: String]] = [:]

    /// A line of a comparison.
    struct Difference {
        var sign: String
        var text: String
    }

    /// The facts of `catalogue`.
    init(_ catalogue: PriceCatalogue) {
        for provider in catalogue.providers {
            var tools: [String: String] = [:]
            for rateClass in provider.tools.classes {
                tools[rateClass.rawValue] = provider.tools[rateClass]?.description
            }
            if !tools.isEmpty { models["\(provider.id.rawValue)/(tools)"] = tools }
            for model in provider.models {
                models["\(provider.id.rawValue)/\(model.id.rawValue)"] = Dictionary(
                    CatalogueFacts(model, provider: provider).lines.map { ($0.key, $0.value) },
                    uniquingKeysWith: { $1 })
            }
        }
    }

    /// What `other` has otherwise, by model; of one provider, if that is said.
    func differences(from other: ComparableCatalogue, provider: String?) -> [Difference] {
        var lines: [Difference] = []
        for name in Set(models.keys).union(other.models.keys).sorted() {
            if let provider, !name.hasPrefix("\(provider)/") { continue }
            switch (models[name], other.models[name]) {
            case (nil, let facts?):
                let prices = facts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
                lines.append(Difference(sign: "+", text: "+ \(name)  \(prices)"))
            case (_?, nil):
                lines.append(Difference(sign: "-", text: "- \(name)"))
            case (let old?, let new?) where old != new:
                for key in Set(old.keys).union(new.keys).sorted() where old[key] != new[key] {
                    let change = "\(old[key] ?? "none") -> \(new[key] ?? "none")"
                    lines.append(Difference(sign: "~", text: "~ \(name)  \(key): \(change)"))
                }
            default: break
            }
        }
        return lines
    }
}
