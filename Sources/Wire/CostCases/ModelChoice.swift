public import Pricing
public import Usage

/// A model of the catalogue that was named without, or with, its provider.
public struct ModelChoice: Sendable, Hashable {
    public var provider: ProviderID
    public var model: ModelID

    /// `model` at `provider`.
    public init(provider: ProviderID, model: ModelID) {
        self.provider = provider
        self.model = model
    }

    /// The model called `name`: `anthropic/claude-sonnet-4-5`, or without the provider.
    ///
    /// Then it is that of the provider that makes it, else of the first in the catalogue that lists it; nil when nobody
    /// does.
    public init?(_ name: String, in catalogue: PriceCatalogue) {
        if let slash = name.firstIndex(of: "/") {
            let model = ModelID(rawValue: String(name[name.index(after: slash)...]))
            if let provider = catalogue.provider(ProviderID(rawValue: String(name[..<slash])))?.id,
                catalogue.lookup(provider: provider, model: model) != nil
            {
                self.init(provider: provider, model: model)
                return
            }
        }
        let model = ModelID(rawValue: name)
        let makers = Self.makers.compactMap { catalogue.provider($0) }
        for provider in makers + catalogue.providers {
            // Not what a provider falls back to: that one has its own turn.
            guard catalogue.lookup(provider: provider.id, model: model)?.provider == provider.id else { continue }
            self.init(provider: provider.id, model: model)
            return
        }
        return nil
    }

    private static let makers = [
        "openai", "anthropic", "google", "mistral", "deepseek", "xai", "cohere", "moonshotai", "zai",
    ].map(ProviderID.init)
}
