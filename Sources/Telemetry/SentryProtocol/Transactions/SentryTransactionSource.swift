/// What a transaction's name was made of; by it Sentry decides whether to clean the name up.
public enum SentryTransactionSource: String, Sendable, Hashable, CaseIterable {
    case custom, url, route, view, component, task
}
