public import Budgets
public import Money

extension Settings {
    /// Budgets, and where alerts go.
    public struct Budgets: Sendable {
        /// What a call that cannot be bounded holds under a hard budget; nil = such calls are refused.
        public internal(set) var maxCostPerCall: NanoUSD?
        /// Tokens that an image in a prompt counts as at most, under a hard budget.
        public internal(set) var imageTokens: Int64?
        /// The default for users; nil = there is none.
        public internal(set) var standard: Budget?
        /// The budgets of the file.
        public internal(set) var listed: [Budget] = []
        public internal(set) var webhookURL: Secret?
        public internal(set) var webhookFormat = WebhookFormat.json
        public internal(set) var webhookSecret: Secret?

        /// What a webhook is sent.
        public enum WebhookFormat: String, Sendable, Hashable, CaseIterable {
            case json
            case slack
        }
    }
}
