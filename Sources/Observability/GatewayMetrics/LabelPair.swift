/// The labels that a call is counted under.
struct LabelPair: Sendable, Hashable {
    let model: String
    let component: String

    /// What takes everything that has no labels of its own.
    static let other = LabelPair(model: "other", component: "other")
}
