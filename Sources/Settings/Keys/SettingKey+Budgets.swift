extension SettingKey {
    static let maxCostPerCall = SettingKey(
        "max_cost_per_call_usd", "amount", "",
        "What a call whose cost cannot be bounded holds under a hard budget; unset: such calls are refused.")
    static let imageTokens = SettingKey(
        "image_tokens", "number", "",
        "Tokens that an image in a prompt counts as at most under a hard budget; unset: the model's context window.")

    static let standardLimit = SettingKey(
        "default_budget.limit_usd", "amount", "6",
        "Limit of each user without a budget of its own; `none` = no default.")
    static let standardWindow = SettingKey(
        "default_budget.window", "window", "month", "`hour`, `day`, `week`, `month` or `total`.")
    static let standardMode = SettingKey(
        "default_budget.mode", "mode", "soft", "`soft` (alerts only) or `hard` (calls that may not fit are refused).")
    static let standardThresholds = SettingKey(
        "default_budget.thresholds", "list of shares", "0.8",
        "Shares of the limit at which an alert is sent, once each.")
    static let standardTimeZone = SettingKey(
        "default_budget.timezone", "time zone", "UTC", "IANA zone in which windows begin and end.")
    static let standardOnOutage = SettingKey(
        "default_budget.on_outage", "policy", "closed",
        "A hard budget while the gateways' common store is away: `closed`, `local_lease` or `open`.")
    static let standardCapOutput = SettingKey(
        "default_budget.cap_output", "true or false", "false",
        "Lower a call's output cap so that its worst case fits, instead of refusing it.")
    static let budgetScope = SettingKey(
        "budgets[].scope", "scope", "", "Required. `user`, `key`, `component`, `model` or `gateway`.")
    static let budgetName = SettingKey(
        "budgets[].id", "name", "", "Whose: the user, the key's id, the component or the model; not for `gateway`.")
    static let budgetWindow = SettingKey(
        "budgets[].window", "window", "month", "`hour`, `day`, `week`, `month` or `total`.")
    static let budgetLimit = SettingKey("budgets[].limit_usd", "amount", "", "Required. Plain decimal USD.")
    static let budgetMode = SettingKey(
        "budgets[].mode", "mode", "soft", "`soft` (alerts only) or `hard` (calls that may not fit are refused).")
    static let budgetThresholds = SettingKey(
        "budgets[].thresholds", "list of shares", "0.8", "Shares of the limit at which an alert is sent, once each.")
    static let budgetTimeZone = SettingKey(
        "budgets[].timezone", "time zone", "UTC", "IANA zone in which windows begin and end.")
    static let budgetOnOutage = SettingKey(
        "budgets[].on_outage", "policy", "closed",
        "A hard budget while the gateways' common store is away: `closed`, `local_lease` or `open`.")
    static let budgetCapOutput = SettingKey(
        "budgets[].cap_output", "true or false", "false",
        "Lower a call's output cap so that its worst case fits, instead of refusing it.")

    static let alertsWebhookURL = SettingKey(
        "alerts.webhook_url", "secret", secret: true,
        "URL that alerts are sent to by POST; it may be a secret by itself.")
    static let alertsWebhookFormat = SettingKey(
        "alerts.webhook_format", "format", "json", "`json`, or `slack` for `{\"text\":…}`.")
    static let alertsWebhookSecret = SettingKey(
        "alerts.webhook_secret", "secret", secret: true, "Key of the HMAC-SHA-256 in `X-Tollgate-Signature`.")

    static let budgets = [
        maxCostPerCall, imageTokens, standardLimit, standardWindow, standardMode, standardThresholds, standardTimeZone,
        standardOnOutage, standardCapOutput, budgetScope, budgetName, budgetWindow, budgetLimit, budgetMode,
        budgetThresholds, budgetTimeZone, budgetOnOutage, budgetCapOutput, alertsWebhookURL, alertsWebhookFormat,
        alertsWebhookSecret,
    ]
}
