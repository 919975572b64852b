/// One request as a provider sees it: routed, its body read, its behaviour chosen.
struct Call: Sendable {
    let api: API
    let body: JSONValue
    let behaviour: Behaviour
    /// The model asked for, without a hint.
    let model: String
    let identifiers: Identifiers
    /// Seconds since 1970.
    let now: Int

    /// Whether a stream is asked for.
    var stream: Bool { body["stream"]?.truth ?? false }

    /// The model that answers.
    var servedModel: String { behaviour.model ?? ServedModel.name(for: model) }

    /// How many pieces an answer has, before any cap: the same for the same prompt.
    func pieces(prompt: Int) -> Int {
        behaviour.events ?? 8 + Int((UInt64(prompt) &* 2_654_435_761) >> 20 & 15)
    }
}
