/// Decides which values become labels, within a number of lines.
///
/// The idea: whatever callers send, the lines of a pair are taken from the pool before the pair is admitted, and where
/// it can always fall back to has been paid for before. A model pays for its own lines and for (model, other), so that
/// a model's sums stay right when a pair of it does not fit; a component pays for (other, component), where calls
/// land whose model is not known. Component names come from callers, so that a flood of them must leave room: a new
/// component is admitted while 40 % of the pool is free, a new pair while 15 % is, a new model while anything is.
///
/// Labels that the ledger has stored were within the pool when they were admitted, whatever the order; restoring them
/// ignores those margins, so that the same set comes back.
struct LabelAdmission {
    /// Longer values are not labels; UTF-8 bytes.
    static let maximumBytes = 1024

    private let pool: Int
    private let linesOfModel: Int
    private let linesOfPair: Int
    private var used = 0
    private var models: Set<String> = [LabelPair.other.model]
    private var components: Set<String> = [LabelPair.other.component]
    private var pairs: Set<LabelPair> = [.other]

    /// Labels for `pool` lines, not counting those of ``LabelPair/other``.
    init(pool: Int, linesOfModel: Int, linesOfPair: Int) {
        self.pool = max(0, pool)
        self.linesOfModel = linesOfModel
        self.linesOfPair = linesOfPair
    }

    func contains(_ pair: LabelPair) -> Bool { pairs.contains(pair) }

    /// The labels for a call; `model` is nil when it may not be a label.
    mutating func admit(model: String?, component: String, restoring: Bool = false) -> LabelPair {
        var pair = LabelPair(model: Self.bounded(model) ?? "other", component: Self.bounded(component) ?? "other")
        guard !pairs.contains(pair) else { return pair }
        if !models.contains(pair.model) {
            if take(linesOfModel + linesOfPair, leaving: 0) {
                models.insert(pair.model)
                pairs.insert(LabelPair(model: pair.model, component: "other"))
            } else {
                pair = LabelPair(model: "other", component: pair.component)
            }
        }
        if !components.contains(pair.component) {
            if take(linesOfPair, leaving: restoring ? 0 : 40) {
                components.insert(pair.component)
                pairs.insert(LabelPair(model: "other", component: pair.component))
            } else {
                pair = LabelPair(model: pair.model, component: "other")
            }
        }
        guard !pairs.contains(pair) else { return pair }
        guard take(linesOfPair, leaving: restoring ? 0 : 15) else {
            return LabelPair(model: pair.model, component: "other")
        }
        pairs.insert(pair)
        return pair
    }

    /// Takes lines when so many percent of the pool stay free.
    private mutating func take(_ lines: Int, leaving percent: Int) -> Bool {
        guard used + lines <= pool - pool * percent / 100 else { return false }
        used += lines
        return true
    }

    private static func bounded(_ value: String?) -> String? {
        guard let value, !value.isEmpty, value.utf8.count <= maximumBytes else { return nil }
        return value
    }
}
