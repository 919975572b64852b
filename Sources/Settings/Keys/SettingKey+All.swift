extension SettingKey {
    /// Every key there is, in the order of the document.
    public static let all =
        general + admin + ledger + redis + metrics + tracing + sentry + limits + timeouts + budgets + provider + price

    static let host = SettingKey("host", "address", "127.0.0.1", "Address the data plane listens on.")
    static let port = SettingKey("port", "port", "4000", "Port of the data plane; 0 takes a free one.")
    static let dataDirectory = SettingKey(
        "data_dir", "path", "./tollgate-data", "Directory of the ledger; made if it is missing.")
    static let logLevel = SettingKey(
        "log_level", "log level", "info", "`trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical`.")
    static let requireKeys = SettingKey(
        "require_keys", "true or false", "false", "Nothing passes without a valid virtual key (`tg-…`).")
    static let allowUnauthenticated = SettingKey(
        "allow_unauthenticated", "true or false", "false",
        "Anybody who reaches the data plane may use the configured provider keys, also from other machines.")
    static let trustUserHeader = SettingKey(
        "trust_user_header", "true or false", "false",
        "Callers without a key may name any user, also under a hard per-user budget.")
    static let fallbackPrice = SettingKey(
        "fallback_price", "price", "",
        "`input/output` in USD per million tokens for models that nothing else prices, such as `2.50/10.00`.")
    static let threads = SettingKey("threads", "number", "", "Event loops of the data plane; unset: one a core.")
    static let reconnectOnStale = SettingKey(
        "reconnect_on_stale", "true or false", "true",
        "Send a call once more when a reused provider connection turns out to be closed before any answer.")
    static let onLedgerFailure = SettingKey(
        "on_ledger_failure", "policy", "auto",
        "New calls while the ledger cannot be written: `auto` (refuse under a hard budget), `refuse` or `serve`.")
    private static let general = [
        host, port, dataDirectory, logLevel, requireKeys, allowUnauthenticated, trustUserHeader, fallbackPrice,
        threads, reconnectOnStale, onLedgerFailure,
    ]

    static let adminHost = SettingKey("admin.host", "address", "127.0.0.1", "Address the control plane listens on.")
    static let adminPort = SettingKey("admin.port", "port", "4001", "Port of the control plane; 0 takes a free one.")
    static let adminToken = SettingKey(
        "admin.token", "secret", secret: true,
        "Guards the admin API and the dashboard; required where other machines can reach the control plane.")
    static let adminTraceURL = SettingKey(
        "admin.trace_url", "URL", "",
        "Where the dashboard links a call's trace to, such as `https://grafana.example/trace/{trace_id}`.")
    private static let admin = [adminHost, adminPort, adminToken, adminTraceURL]

    static let ledgerSynchronous = SettingKey(
        "ledger.synchronous", "mode", "normal",
        "`normal` survives any death of the process, `full` also power loss, at the price of a disk flush a batch.")
    static let ledgerRetention = SettingKey(
        "ledger.retention_days", "number", "400", "Days after which rows are removed; their sums stay.")
    private static let ledger = [ledgerSynchronous, ledgerRetention]

    static let metricsMaxLines = SettingKey(
        "metrics.max_lines", "number", "8000", "Lines that `/metrics` exposes at most; further labels become `other`.")
    private static let metrics = [metricsMaxLines]

    static let tracingContent = SettingKey(
        "tracing.content", "mode", "no_content",
        "Where prompts and answers of traced calls are recorded: `no_content`, `span_only`, `event_only` or "
            + "`span_and_event`.")
    static let tracingContentText = SettingKey(
        "tracing.content_text", "size", "4KiB",
        "The most that is recorded of one text; of all texts of a prompt, or of an answer, four times as much.")
    static let tracingRedact = SettingKey(
        "tracing.redact", "regular expression", "",
        "What is taken out of recorded content, beside what looks like a key, token, e-mail address, card or phone number."
    )
    private static let tracing = [tracingContent, tracingContentText, tracingRedact]
}
