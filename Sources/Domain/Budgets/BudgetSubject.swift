/// All that a call's spend may be counted under.
public struct BudgetSubject: Sendable, Hashable {
    public var user: String
    /// The id of the virtual key; nil without one.
    public var key: String?
    public var component: String
    /// The catalogue's id of the requested model, else its name; nil where the request names none.
    public var model: String?

    /// The subject of one call.
    public init(user: String, key: String?, component: String, model: String?) {
        self.user = user
        self.key = key
        self.component = component
        self.model = model
    }
}
