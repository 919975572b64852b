import Usage

/// The names of models that reports are grouped by: those of the metrics, and some that only ever failed.
///
/// The metrics know a model once it was answered, or is configured; until then its failures are no less its own. Names come
/// from callers, so there are ``maximum`` of them.
struct ModelNames: Sendable {
    static let other = "other"
    static let maximum = 128
    private static let longest = 200

    private var known: Set<String> = []

    /// The name to group by, for a call that is `label` in the metrics.
    mutating func name(label: String, requested: ModelID?) -> String {
        guard label == Self.other, let requested, requested.rawValue.utf8.count <= Self.longest else { return label }
        if known.contains(requested.rawValue) { return requested.rawValue }
        guard known.count < Self.maximum else { return Self.other }
        known.insert(requested.rawValue)
        return requested.rawValue
    }
}
