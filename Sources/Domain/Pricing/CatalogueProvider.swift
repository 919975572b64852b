public import Usage

/// A provider in the price catalogue, with its models.
public struct CatalogueProvider: Sendable, Hashable {
    public var id: ProviderID
    /// For people: `Microsoft Azure`.
    public var name: String
    /// Other ids under which the provider is known, lower-case: `vertexai`, `gcp.vertex_ai`.
    public var names: [String]
    /// Providers to ask for a model that this one does not list, in order.
    public var fallback: [ProviderID]
    /// Prices of tools, for models that do not name their own.
    public var tools: ClassRates
    public var models: [CatalogueModel]

    /// A provider.
    public init(
        id: ProviderID, name: String, names: [String] = [], fallback: [ProviderID] = [], tools: ClassRates = [:],
        models: [CatalogueModel] = []
    ) {
        self.id = id
        self.name = name
        self.names = names
        self.fallback = fallback
        self.tools = tools
        self.models = models
    }
}
