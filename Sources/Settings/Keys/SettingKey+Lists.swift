extension SettingKey {
    static let providerName = SettingKey(
        "providers[].name", "name", "",
        "Required. The name in `/{provider}/…`: lower-case letters, digits, `-` and `_`, at most 32.")
    static let providerDialect = SettingKey(
        "providers[].dialect", "dialect", "openai", "`openai`, `anthropic`, `gemini` or `azure`: whose API it speaks.")
    static let providerFlavor = SettingKey(
        "providers[].flavor", "flavor", "",
        "How its usage is counted, by the name of a provider that counts so; unset: by name, else by dialect.")
    static let providerBaseURL = SettingKey(
        "providers[].base_url", "URL", "",
        "Origin plus optional path prefix, to which a request's own path is appended; required unless built in.")
    static let providerAPIKey = SettingKey(
        "providers[].api_key", "secret", secret: true,
        "Key that calls are sent with; unset: the caller's own is passed on.")
    static let providerTLSCAFile = SettingKey(
        "providers[].tls_ca_file", "path", "",
        "PEM file with the certificate authorities to trust instead of the system's.")
    static let providerOnDisconnect = SettingKey(
        "providers[].on_disconnect", "policy", "drain",
        "When a client hangs up: `drain` reads on for the provider's own usage, `abort` closes and estimates.")
    static let providerInjectUsage = SettingKey(
        "providers[].inject_usage", "true or false", "",
        "Whether `stream_options.include_usage` is added to chat streams without it; unset: where it is known to work.")
    static let providerPreferCallerKey = SettingKey(
        "providers[].prefer_caller_key", "true or false", "false",
        "Use the caller's own key where it sends one, though `api_key` is set.")
    static let providerPricedAs = SettingKey(
        "providers[].priced_as", "name", "", "The price catalogue's provider whose prices apply; unset: by name.")
    static let providerLocation = SettingKey(
        "providers[].location", "name", "",
        "Region or data zone that calls run in, where prices depend on it: `eu`, `us`; unset: the global ones.")
    static let providerModels = SettingKey(
        "providers[].models", "list of names", "", "Models that exist in the metrics before their first call.")
    static let provider = [
        providerName, providerDialect, providerFlavor, providerBaseURL, providerAPIKey, providerTLSCAFile,
        providerOnDisconnect, providerInjectUsage, providerPreferCallerKey, providerPricedAs, providerLocation,
        providerModels,
    ]

    static let priceProvider = SettingKey(
        "prices[].provider", "name", "", "The configured provider that the price is for; unset: every provider.")
    static let priceModel = SettingKey(
        "prices[].model", "name", "", "Required. The model's name; a `*` at the end stands for any rest.")
    static let priceValidFrom = SettingKey(
        "prices[].valid_from", "date", "", "`YYYY-MM-DD` (UTC) from which the price holds; unset: always.")
    static let priceRates = SettingKey(
        "prices[].rates", "rates", "",
        "Required. USD by class, per million tokens: `input`, `output`, `cache_read`, `cache_write`, …")
    static let priceContextWindow = SettingKey(
        "prices[].context_window", "number", "", "Input and output tokens together; unset: as the catalogue knows.")
    static let priceMaxOutput = SettingKey(
        "prices[].max_output", "number", "", "Output tokens at most; unset: as the catalogue knows.")
    static let price = [
        priceProvider, priceModel, priceValidFrom, priceRates, priceContextWindow, priceMaxOutput,
    ]
}
