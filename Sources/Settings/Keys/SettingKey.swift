/// A key that the configuration knows: where it stands, what it takes, and what holds without it.
///
/// The table in `docs/configuration.md` has one row for each of ``all``; a test compares them.
public struct SettingKey: Sendable, Hashable {
    /// Its place in the file: `admin.port`, `providers[].base_url`.
    public let path: String
    /// What it takes, such as `port`, `duration`, `true or false`.
    public let kind: String
    /// As it would be written; empty = none.
    public let defaultText: String
    /// What it does, one sentence.
    public let meaning: String
    let isSecret: Bool

    init(_ path: String, _ kind: String, _ defaultText: String = "", secret: Bool = false, _ meaning: String) {
        self.path = path
        self.kind = kind
        self.defaultText = defaultText
        self.meaning = meaning
        isSecret = secret
    }

    /// The environment variable; nil for what only the file can say.
    public var environment: String? {
        if path.hasPrefix("prices[]") || path.hasPrefix("budgets[]") || path == "providers[].name"
            || path == "providers[].models"
        {
            return nil
        }
        let name = path.replacing("providers[].", with: "<PROVIDER>_").replacing(".", with: "_")
        return "TOLLGATE_" + name.uppercased()
    }
}
