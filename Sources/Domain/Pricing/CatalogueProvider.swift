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
    /// Whether a call is priced by the request's name of the model before the answer's: where only the request says the
    /// region that the price depends on (Bedrock).
    public var requestNameFirst: Bool
    /// Prices of tools, for models that do not name their own.
    public var tools: ClassRates
    public var models: [CatalogueModel]

    /// A provider.
    public init(
        id: ProviderID, name: String, names: [String] = [], fallback: [ProviderID] = [],
        requestNameFirst: Bool = false, tools: ClassRates = [:], models: [CatalogueModel] = []
    ) {
        self.id = id
        self.name = name
        self.names = names
        self.fallback = fallback
        self.requestNameFirst = requestNameFirst
        self.tools = tools
        self.models = models
    }
}
