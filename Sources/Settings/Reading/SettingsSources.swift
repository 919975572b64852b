import Configuration

/// Where values come from, in the order in which they win: the command line, the environment, the file.
struct SettingsSources {
    private let commandLine: InMemoryProvider
    private let environment: EnvironmentVariablesProvider
    private let file: InMemoryProvider

    /// A value and where it stands.
    struct Found {
        var text: String
        /// What problems call the place.
        var place: String
    }

    /// The three layers.
    init(overrides: Overrides, environment: [String: String], file: ConfigurationFile) {
        commandLine = InMemoryProvider(
            name: "command line",
            values: Dictionary(
                uniqueKeysWithValues: overrides.values.map { path, text in
                    (AbsoluteConfigKey(path.split(separator: ".").map(String.init)), ConfigValue(stringLiteral: text))
                }))
        self.environment = EnvironmentVariablesProvider(
            environmentVariables: environment,
            secretsSpecifier: .dynamic { name, _ in name.hasSuffix("_KEY") || name.hasSuffix("_TOKEN") })
        self.file = InMemoryProvider(name: "file", values: file.values)
    }

    /// The value of `key`, in a list's entry where one is given; `aliases` are further variables that may hold it.
    ///
    /// An empty value is the same as none.
    func value(of key: SettingKey, in entry: SettingEntry? = nil, aliases: [String] = []) -> Found? {
        let path = key.components(in: entry)
        if let text = text(commandLine, path) {
            return Found(text: text, place: Overrides.option(for: key.path))
        }
        for name in [key.environment(in: entry)].compactMap({ $0 }) + aliases {
            if let text = try? environment.environmentValue(forName: name), !text.isEmpty {
                return Found(text: text, place: name)
            }
        }
        return text(file, path).map { Found(text: $0, place: ConfigurationFile.text(of: path)) }
    }

    /// The names that the file lists under `key`; nil when it has none.
    func names(of key: SettingKey, in entry: SettingEntry) -> [String]? {
        let result = try? file.value(forKey: AbsoluteConfigKey(key.components(in: entry)), type: .stringArray)
        guard case .stringArray(let names) = result?.value?.content else { return nil }
        return names
    }

    private func text(_ provider: InMemoryProvider, _ path: [String]) -> String? {
        let result = try? provider.value(forKey: AbsoluteConfigKey(path), type: .string)
        guard case .string(let text) = result?.value?.content, !text.isEmpty else { return nil }
        return text
    }
}

/// An entry of one of the file's lists.
struct SettingEntry {
    /// Where it stands in the file; nil for a built-in one that the file does not mention.
    var index: Int?
    /// What stands for it in variables and listings: a provider's name.
    var name: String
}

extension SettingKey {
    /// `["providers", "1", "base_url"]`; an entry that the file does not have gets a component that no file has.
    func components(in entry: SettingEntry?) -> [String] {
        path.split(separator: ".").flatMap { component -> [String] in
            guard component.hasSuffix("[]") else { return [String(component)] }
            return [String(component.dropLast(2)), entry?.index.map(String.init) ?? "-"]
        }
    }

    /// `TOLLGATE_MY_GROQ_BASE_URL`.
    func environment(in entry: SettingEntry?) -> String? {
        guard let entry else { return environment }
        return environment?.replacing("<PROVIDER>", with: Self.environmentName(of: entry.name))
    }

    /// `my-groq` → `MY_GROQ`.
    static func environmentName(of provider: String) -> String {
        provider.uppercased().replacing("-", with: "_")
    }

    /// What a problem calls the key where no source has it: `providers[1].base_url`.
    func place(in entry: SettingEntry?) -> String {
        guard let entry, entry.index == nil else { return ConfigurationFile.text(of: components(in: entry)) }
        return environment(in: entry) ?? listed(in: entry)
    }

    /// What a listing calls it: `providers.openai.base_url`.
    func listed(in entry: SettingEntry?) -> String {
        guard let entry else { return path }
        return path.replacing("[].", with: ".\(entry.name).")
    }
}
