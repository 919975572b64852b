import Dialects
import Foundation
import Usage

extension Settings {
    /// The built-in providers and the `count` entries of the file's list.
    mutating func readProviders(_ reader: inout SettingsReader, count: Int) {
        var entries = ProviderPreset.all.map { SettingEntry(index: nil, name: $0.name) }
        var indices: [String: Int] = [:]
        for index in 0..<count {
            guard let name = providerName(&reader, index) else { continue }
            if let earlier = indices.updateValue(index, forKey: name) {
                reader.problem(
                    "providers[\(index)].name", "'\(name)' is the name of providers[\(earlier)] too.",
                    "Give each provider a name of its own.")
                continue
            }
            if let builtIn = entries.firstIndex(where: { $0.name == name }) {
                entries[builtIn].index = index
            } else {
                entries.append(SettingEntry(index: index, name: name))
            }
        }
        for (variable, group) in Dictionary(grouping: entries, by: { SettingKey.environmentName(of: $0.name) })
        where group.count > 1 {
            reader.problem(
                group.last.map { SettingKey.providerName.place(in: $0) } ?? "providers",
                "\(group.map { "'\($0.name)'" }.joined(separator: " and ")) share the variables TOLLGATE_\(variable)_….",
                "Use names that differ in more than '-' and '_'.")
        }
        providers = entries.compactMap { provider(&reader, $0) }
    }

    /// The name of an entry; nil when it has none that works.
    private func providerName(_ reader: inout SettingsReader, _ index: Int) -> String? {
        let entry = SettingEntry(index: index, name: "[\(index)]")
        guard let found = reader.sources.value(of: .providerName, in: entry) else {
            reader.problem(
                SettingKey.providerName.place(in: entry), "It is missing.", "Give the provider a name, such as 'groq'.")
            return nil
        }
        let name = found.text
        let isName =
            name.utf8.count <= 32 && name.first.map { $0.isLetter || $0.isNumber } == true
            && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
        guard isName, !["v1", "v1beta", "v1alpha"].contains(name) else {
            reader.problem(
                found.place, "'\(name)' cannot be the first part of a path here.",
                "Use up to 32 lower-case letters, digits, '-' and '_', starting with a letter or digit, not 'v1…'.")
            return nil
        }
        return name
    }

    private func provider(_ reader: inout SettingsReader, _ entry: SettingEntry) -> Provider? {
        let preset = ProviderPreset.named(entry.name)
        let id = ProviderID(rawValue: entry.name)
        let dialect = dialect(&reader, entry, preset)
        let configuredFlavor: UsageFlavor? = reader.choice(.providerFlavor, in: entry)
        let baseURL = baseURL(&reader, entry, preset)
        let apiKey = reader.secret(
            .providerAPIKey, in: entry, aliases: preset?.keyVariables ?? [])
        var provider = Provider(
            name: id, dialect: dialect,
            flavor: configuredFlavor ?? preset?.flavor ?? UsageFlavor(provider: id, dialect: dialect),
            pricedAs: id, baseURL: baseURL ?? .unusable, apiKey: apiKey, injectsUsage: false)
        provider.tlsCAFile = authorities(&reader, entry, baseURL)
        provider.onDisconnect = reader.choice(.providerOnDisconnect, in: entry) ?? .drain
        let injectsUsage = reader.boolean(.providerInjectUsage, in: entry)
        provider.prefersCallerKey = reader.boolean(.providerPreferCallerKey, in: entry) ?? false
        if let name = reader.read(.providerPricedAs, in: entry, expected: "a provider of the catalogue", { $0 }) {
            provider.pricedAs = ProviderID(rawValue: name)
        }
        provider.models = reader.names(.providerModels, in: entry).map { ModelID(rawValue: $0) }
        provider.location = reader.read(.providerLocation, in: entry, expected: "a region or data zone", { $0 })
        if let preset, baseURL == preset.origin.flatMap({ BaseURL($0) }) { provider.impliedPrefix = preset.pathPrefix }
        let isKnown =
            preset != nil || configuredFlavor != nil
            || provider.flavor != UsageFlavor(provider: ProviderID(rawValue: ""), dialect: dialect)
        let honours = preset?.injectsUsage ?? (isKnown && provider.flavor.honoursIncludeUsage)
        provider.injectsUsage = injectsUsage ?? honours
        if injectsUsage == nil, !isKnown, dialect == .openai {
            reader.warning(
                SettingKey.providerInjectUsage.place(in: entry),
                "It is not known whether '\(entry.name)' honours stream_options.include_usage, so it is not added.",
                "Set it to true if the provider does, else to false.")
        }
        if baseURL == nil, preset != nil, entry.index == nil, apiKey != nil {
            reader.warning(
                SettingKey.providerAPIKey.place(in: entry), "It has no effect without the address of '\(entry.name)'.",
                "Set TOLLGATE_\(SettingKey.environmentName(of: entry.name))_BASE_URL too.")
        }
        return baseURL == nil ? nil : provider
    }

    private func dialect(
        _ reader: inout SettingsReader, _ entry: SettingEntry, _ preset: ProviderPreset?
    ) -> Dialect {
        let configured: Dialect? = reader.choice(.providerDialect, in: entry)
        guard let preset else { return configured ?? .openai }
        if let configured, configured != preset.dialect, reader.sources.value(of: .providerDialect, in: entry) != nil {
            reader.problem(
                reader.place(.providerDialect, in: entry),
                "The built-in provider speaks '\(preset.dialect.rawValue)'.",
                "Remove the line, or use another name for this provider.")
        }
        return preset.dialect
    }

    private func baseURL(
        _ reader: inout SettingsReader, _ entry: SettingEntry, _ preset: ProviderPreset?
    ) -> BaseURL? {
        let known = reader.problems.count
        let url = reader.read(
            .providerBaseURL, in: entry, aliases: preset?.originVariables ?? [],
            expected: "http(s)://host, with a port and a path prefix where needed, without '?', '#' and user names"
        ) { BaseURL($0) }
        let place = reader.place(.providerBaseURL, in: entry)
        guard let url else {
            if let origin = preset?.origin { return BaseURL(origin) }
            // One that everybody has a place of their own for is not there until it is told.
            if preset != nil, entry.index == nil { return nil }
            if reader.problems.count == known {
                reader.problem(
                    place, "It is missing.", "Say where the provider's API lives, such as https://api.groq.com.")
            }
            return nil
        }
        if url.pathPrefix.hasSuffix("/v1") {
            reader.warning(
                place, "It ends in /v1, and SDKs send /v1 as part of the path, so requests would go to /v1/v1/….",
                "Leave /v1 out unless the SDK's base URL has none.")
        }
        if url.scheme == .http, !LoopbackName.contains(url.host) {
            reader.warning(
                place, "Prompts and keys travel unencrypted to \(url.host).", "Use https if the provider offers it.")
        }
        return url
    }

    private func authorities(
        _ reader: inout SettingsReader, _ entry: SettingEntry, _ baseURL: BaseURL?
    ) -> String? {
        guard let file = reader.read(.providerTLSCAFile, in: entry, expected: "the path of a PEM file", { $0 }) else {
            return nil
        }
        let place = reader.place(.providerTLSCAFile, in: entry)
        if !FileManager.default.isReadableFile(atPath: file) {
            reader.problem(place, "There is no file '\(file)' that can be read.", "Name a PEM file with certificates.")
        }
        if baseURL?.scheme == .http {
            reader.warning(place, "It has no effect on http.", "Use https in base_url, or remove the line.")
        }
        return file
    }
}

extension BaseURL {
    /// Stands in for one that is wrong, until the problems are thrown.
    fileprivate static let unusable = BaseURL(scheme: .https, host: "invalid", port: 443, pathPrefix: "")

    private init(scheme: Scheme, host: String, port: Int, pathPrefix: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.pathPrefix = pathPrefix
    }
}

extension UsageFlavor {
    /// Whether the provider documents `stream_options.include_usage` for chat completions.
    fileprivate var honoursIncludeUsage: Bool {
        switch self {
        case .openai, .azure, .groq, .deepseek, .xai, .openrouter, .together, .fireworks, .cerebras, .moonshot,
            .gemini, .ollama, .vllm:
            true
        default: false
        }
    }
}
