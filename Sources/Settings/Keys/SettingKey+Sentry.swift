extension SettingKey {
    static let sentryDSN = SettingKey(
        "sentry.dsn", "secret", secret: true, "Where errors are reported to; unset: nowhere, at no cost.")
    static let sentryEnvironment = SettingKey(
        "sentry.environment", "name", "production", "The environment that reports name.")
    static let sentryRelease = SettingKey(
        "sentry.release", "name", "", "The release that reports name; unset: `tollgate@` and the version.")
    static let sentrySampleRate = SettingKey(
        "sentry.sample_rate", "share", "1", "The share of errors that is reported, 0 to 1.")
    static let sentryTracesSampleRate = SettingKey(
        "sentry.traces_sample_rate", "share", "0.2", "The share of traces whose transactions are sent, 0 to 1.")
    static let sentryDebug = SettingKey(
        "sentry.debug", "true or false", "false", "Log what the client sends and gives up.")
    static let sentryMonthlyEvents = SettingKey(
        "sentry.monthly_events", "number", "",
        "Errors a month at most, spread over the month; new ones always pass; unset: no limit.")
    static let sentryMonthlyTransactions = SettingKey(
        "sentry.monthly_transactions", "number", "", "Transactions a month at most; unset: no limit.")
    static let sentryBudgetRefusals = SettingKey(
        "sentry.budget_refusals", "way of reporting", "breadcrumb",
        "Calls that a budget refuses: `off`, `breadcrumb` (shown with later errors) or `warning` (an event).")
    static let sentryCallerErrors = SettingKey(
        "sentry.caller_errors", "way of reporting", "breadcrumb",
        "Requests that a provider rejects as wrong, and refused content: `off`, `breadcrumb` or `warning`.")
    static let sentryTunnel = SettingKey(
        "sentry.tunnel", "true or false", "true",
        "Take error reports of pages at `/monitoring` of the control plane, and pass them on.")
    static let sentryTunnelDSNs = SettingKey(
        "sentry.tunnel_dsns", "list of DSNs", "",
        "Further DSNs that pages may report to, as a project of their own; `sentry.dsn` always is one.")
    static let sentryTunnelOrigins = SettingKey(
        "sentry.tunnel_origins", "list of origins", "",
        "Origins of pages on other hosts that may report, such as `https://shop.example`.")
    static let sentryTunnelSize = SettingKey(
        "sentry.tunnel_size", "size", "1MiB", "Largest report of a page; more is answered with 413.")
    static let sentryTunnelRate = SettingKey(
        "sentry.tunnel_rate", "number", "300", "Reports of all pages a minute; more are answered with 429.")
    /// Error reports.
    static let sentry = [
        sentryDSN, sentryEnvironment, sentryRelease, sentrySampleRate, sentryTracesSampleRate, sentryDebug,
        sentryMonthlyEvents, sentryMonthlyTransactions, sentryBudgetRefusals, sentryCallerErrors, sentryTunnel,
        sentryTunnelDSNs, sentryTunnelOrigins, sentryTunnelSize, sentryTunnelRate,
    ]
}
