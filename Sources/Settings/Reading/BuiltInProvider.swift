import Dialects

/// A provider that exists without being configured.
struct BuiltInProvider {
    let name: String
    let dialect: Dialect
    let baseURL: String
    /// The variable that SDKs read its key from.
    let keyVariable: String

    /// In the order of listings.
    static let all = [
        BuiltInProvider(
            name: "openai", dialect: .openai, baseURL: "https://api.openai.com", keyVariable: "OPENAI_API_KEY"),
        BuiltInProvider(
            name: "anthropic", dialect: .anthropic, baseURL: "https://api.anthropic.com",
            keyVariable: "ANTHROPIC_API_KEY"),
    ]
}
