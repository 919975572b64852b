import ArgumentParser
import CatalogueLoading
import Pricing

/// The version of this build.
enum Version {
    /// Semantic version; CHANGELOG.md says what is in it.
    static let text = "0.1.0"
}

/// `tollgate version`: what this binary is, and how old its prices are.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version, and the date and size of the price catalogue in this binary.")

    func run() throws {
        let catalogue = try PriceCatalogue.embedded()
        let models = catalogue.providers.reduce(0) { $0 + $1.models.count }
        print("tollgate \(Version.text)")
        print("prices as of \(catalogue.asOf), \(models) models of \(catalogue.providers.count) providers")
    }
}
