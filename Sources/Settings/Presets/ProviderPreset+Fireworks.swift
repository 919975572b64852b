import Dialects

extension ProviderPreset {
    /// Fireworks: <https://docs.fireworks.ai/api-reference>.
    ///
    /// Newer models tell the usage of a stream only when asked.
    static let fireworks = ProviderPreset(
        name: "fireworks", flavor: .fireworks, origin: "https://api.fireworks.ai", pathPrefix: "/inference",
        keyVariables: ["FIREWORKS_API_KEY"], injectsUsage: true)
}
