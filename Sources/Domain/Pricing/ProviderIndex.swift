import Usage

/// A provider's models by name.
struct ProviderIndex: Sendable {
    /// The provider's own names, lower-case.
    let names: [String]
    /// Model by lower-case id, else alias.
    private var exact: [String: Int]
    /// In the catalogue's order.
    private var patterns: [(pattern: ModelPattern, model: Int)] = []

    init(_ provider: CatalogueProvider) {
        names = [provider.id.rawValue.lowercased()] + provider.names
        exact = Dictionary(minimumCapacity: provider.models.count * 2)
        for (index, model) in provider.models.enumerated() {
            let id = model.id.rawValue.lowercased()
            if exact[id] == nil { exact[id] = index }
            for pattern in model.patterns { patterns.append((pattern, index)) }
        }
        for (index, model) in provider.models.enumerated() {
            for alias in model.aliases where exact[alias] == nil { exact[alias] = index }
        }
    }

    /// The model whose id, alias or pattern is `name`, in lower case.
    func find(_ name: String) -> Int? {
        if let index = exact[name] { return index }
        return patterns.first { $0.pattern.matches(name) }?.model
    }
}
