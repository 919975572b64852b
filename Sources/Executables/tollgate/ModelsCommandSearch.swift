import Pricing
import Usage

/// What `tollgate models` is asked for.
struct ModelSearch {
    /// All must be in the name, in any case.
    var words: [String]
    var provider: ProviderID?
    /// Without models that are retired.
    var isCurrent: Bool

    /// What is found in `catalogue`, in its order.
    ///
    /// Where no name has the words in it, the query may be a name that follows a provider's rules (a dated one, say).
    func entries(in catalogue: PriceCatalogue) -> [ModelEntry] {
        let providers = provider.flatMap { catalogue.provider($0) }.map { [$0] } ?? catalogue.providers
        let words = words.map { $0.lowercased() }
        var found: [ModelEntry] = []
        for provider in providers {
            for model in provider.models where matches(model, words) {
                found.append(ModelEntry(provider: provider, model: model))
            }
        }
        // A whole name goes before parts of names.
        let exact = found.filter { entry in
            words.count == 1
                && (entry.model.id.rawValue.lowercased() == words[0] || entry.model.aliases.contains(words[0]))
        }
        if !exact.isEmpty { return exact }
        guard found.isEmpty, let name = words.first, words.count == 1 else { return found }
        for provider in providers {
            guard let known = catalogue.lookup(provider: provider.id, model: ModelID(rawValue: name)),
                known.provider == provider.id, let model = provider.models.first(where: { $0.id == known.id })
            else { continue }
            found.append(ModelEntry(provider: provider, model: model))
        }
        return found
    }

    private func matches(_ model: CatalogueModel, _ words: [String]) -> Bool {
        if isCurrent, model.status == .retired { return false }
        let names = [model.id.rawValue.lowercased()] + model.aliases
        return words.allSatisfy { word in names.contains { $0.contains(word) } }
    }
}
